import * as tf from '@tensorflow/tfjs-core';

import type { Attributes, Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { defineKernel, type Kernel } from './kernel.js';
import { forAllAxes, pad, paddedShape, unpad, windowOf, type Window } from './windows.js';

const { computePool2DInfo, computePool3DInfo } = tf.backend_util;

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];
type Attrs = Omit<tf.MaxPoolAttrs, 'filterSize' | 'strides'> & {
  filterSize: number | number[];
  strides: number | number[];
};

function windowOver(shape: readonly number[], attrs: Attrs): Window {
  const { filterSize, strides, pad: padding, dimRoundingMode } = attrs;
  if (shape.length === 5) {
    const [size, step] = [filterSize as number, strides as number];
    const pad3d = padding as 'valid' | 'same' | number;
    return windowOf(computePool3DInfo(shape as Shape5D, size, step, 1, pad3d, dimRoundingMode));
  }
  const [size, step] = [filterSize as [number, number], strides as [number, number]];
  return windowOf(computePool2DInfo(shape as Shape4D, size, step, 1, padding, dimRoundingMode));
}

const attributes = ({ sizes, strides, padding }: Window): Attributes => ({
  ksize: forAllAxes(sizes),
  strides: forAllAxes(strides),
  padding,
});

/**
 * How many elements of each window are no padding, divided by the window's size: tfjs's averages
 * leave padding out, and TensorFlow only knows of its own.
 */
function share(ops: Ops, op: string, shape: readonly number[], window: Window): Value {
  const ones = ops.fill([1, ...shape.slice(1, -1), 1], 1);
  return ops.run(op, [pad(ops, ones, window)], attributes(window));
}

/** The four kernels of pooling over two or three spatial axes. */
function poolingOf(suffix: string): Kernel[] {
  return [
    defineKernel<tf.MaxPoolInputs, Attrs>(`MaxPool${suffix}`, ({ inputs: { x }, attrs, ops }) => {
      const window = windowOver(x.shape, attrs);
      return ops.run(`MaxPool${suffix}`, [pad(ops, x, window, -Infinity)], attributes(window));
    }),
    defineKernel<tf.MaxPoolGradInputs, Attrs>(
      `MaxPool${suffix}Grad`,
      ({ inputs: { dy, input, output }, attrs, ops }) => {
        const window = windowOver(input.shape, attrs);
        const inputs = [pad(ops, input, window, -Infinity), output, dy];
        const padded = ops.run(`MaxPool${suffix}Grad`, inputs, attributes(window));
        return unpad(ops, padded, input.shape, window);
      },
    ),
    defineKernel<tf.AvgPoolInputs, Attrs>(`AvgPool${suffix}`, ({ inputs: { x }, attrs, ops }) => {
      const window = windowOver(x.shape, attrs);
      const op = `AvgPool${suffix}`;
      const mean = ops.run(op, [pad(ops, ops.cast(x, 'float32'), window)], attributes(window));
      return window.pads ? ops.run('Div', [mean, share(ops, op, x.shape, window)]) : mean;
    }),
    defineKernel<tf.AvgPoolGradInputs, Attrs>(
      `AvgPool${suffix}Grad`,
      ({ inputs: { dy, input }, attrs, ops }) => {
        const window = windowOver(input.shape, attrs);
        const grad = window.pads
          ? ops.run('Div', [dy, share(ops, `AvgPool${suffix}`, input.shape, window)])
          : dy;
        const sizes = ops.ints(paddedShape(input.shape, window));
        const padded = ops.run(`AvgPool${suffix}Grad`, [sizes, grad], attributes(window));
        return unpad(ops, padded, input.shape, window);
      },
    ),
  ];
}

export const pooling: readonly Kernel[] = [
  ...poolingOf(''),
  ...poolingOf('3D'),
  defineKernel<tf.MaxPoolWithArgmaxInputs, tf.MaxPoolWithArgmaxAttrs>(
    'MaxPoolWithArgmax',
    ({ inputs: { x }, attrs, ops }) => {
      const window = windowOver(x.shape, { ...attrs, dimRoundingMode: undefined });
      const [values, indices] = ops.runMany('MaxPoolWithArgmax', [x], 2, {
        ...attributes(window),
        include_batch_in_index: attrs.includeBatchInIndex,
      });
      return [values!, ops.cast(indices!, 'int32')];
    },
  ),
];
