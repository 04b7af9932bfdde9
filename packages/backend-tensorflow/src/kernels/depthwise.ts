import * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { activate, type ActivationAttrs } from './activation.js';
import { defineKernel, type Kernel } from './kernel.js';
import {
  forAllAxes,
  pad,
  paddedShape,
  spread,
  thin,
  unpad,
  windowOf,
  type Window,
} from './windows.js';

type Shape4D = [number, number, number, number];

interface DepthwiseAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dilations?: number | [number, number] | null;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * TensorFlow's depthwise kernels for the processor take equal strides and no dilation. A dilated
 * filter is one with zeros between its taps; uneven strides are steps of one, of which some count.
 */
interface Plan extends Window {
  /** The stride that TensorFlow is given. */
  readonly stride: number;
  /** Which outputs of that count, for each axis of the image. */
  readonly every: number[];
}

function plan(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad: padding, dilations, dimRoundingMode }: DepthwiseAttrs,
): Plan {
  const info = tf.backend_util.computeConv2DInfo(
    ...([xShape as Shape4D, filterShape as Shape4D, strides, dilations ?? 1] as const),
    ...([padding, dimRoundingMode, true] as const),
  );
  const window = windowOf(info);
  const [rows, columns] = window.strides as [number, number];
  if (rows === columns) return { ...window, stride: rows, every: [1, 1, 1, 1] };
  const { top, bottom, left, right } = info.padInfo;
  const pads: [number, number][] = window.pads ?? [
    [top, bottom],
    [left, right],
  ];
  return { ...window, padding: 'VALID', pads, stride: 1, every: [1, rows, columns, 1] };
}

const attributes = ({ stride, padding }: Plan) => ({
  strides: forAllAxes([stride, stride]),
  padding,
});

/** Shape of a filter with zeros between its taps. */
const spreadShape = (shape: readonly number[], { dilations }: Window): number[] =>
  shape.map((size, axis) => (axis < 2 ? (size - 1) * dilations[axis]! + 1 : size));

function convolve(ops: Ops, x: Value, filter: Value, attrs: DepthwiseAttrs): Value {
  const p = plan(x.shape, filter.shape, attrs);
  const taps = spread(ops, filter, [...p.dilations, 1, 1]);
  const all = ops.run('DepthwiseConv2dNative', [pad(ops, x, p), taps], attributes(p));
  return thin(ops, all, p.every);
}

/** The gradient as of all outputs that TensorFlow computed: zero where one does not count. */
function forAllOutputs(
  ops: Ops,
  dy: Value,
  p: Plan,
  x: readonly number[],
  taps: readonly number[],
): Value {
  if (p.every.every((step) => step === 1)) return dy;
  const near = spread(ops, dy, p.every);
  const padded = paddedShape(x, p);
  const missing = [1, 2].map((axis) => padded[axis]! - taps[axis - 1]! + 1 - near.shape[axis]!);
  const rows = [0, 0, 0, missing[0]!, 0, missing[1]!, 0, 0];
  return ops.run('Pad', [near, ops.reshape(ops.ints(rows), [4, 2])]);
}

export const depthwise: readonly Kernel[] = [
  defineKernel<tf.DepthwiseConv2dNativeInputs, DepthwiseAttrs>(
    'DepthwiseConv2dNative',
    ({ inputs: { x, filter }, attrs, ops }) => convolve(ops, x, filter, attrs),
  ),
  defineKernel<tf.FusedDepthwiseConv2DInputs, DepthwiseAttrs & ActivationAttrs>(
    'FusedDepthwiseConv2D',
    ({ inputs: { x, filter, bias, preluActivationWeights }, attrs, ops }) => {
      const product = convolve(ops, x, filter, attrs);
      const sum = bias ? ops.run('AddV2', [product, bias]) : product;
      return activate(ops, sum, attrs, preluActivationWeights);
    },
  ),
  defineKernel<
    tf.DepthwiseConv2dNativeBackpropInputInputs,
    tf.DepthwiseConv2dNativeBackpropInputAttrs
  >('DepthwiseConv2dNativeBackpropInput', ({ inputs: { dy, filter }, attrs, ops }) => {
    const { inputShape } = attrs;
    const p = plan(inputShape, filter.shape, attrs);
    const taps = spread(ops, filter, [...p.dilations, 1, 1]);
    const grad = forAllOutputs(ops, dy, p, inputShape, taps.shape);
    const sizes = ops.ints(paddedShape(inputShape, p));
    const inputs = [sizes, taps, grad];
    const padded = ops.run('DepthwiseConv2dNativeBackpropInput', inputs, attributes(p));
    return unpad(ops, padded, inputShape, p);
  }),
  defineKernel<
    tf.DepthwiseConv2dNativeBackpropFilterInputs,
    tf.DepthwiseConv2dNativeBackpropFilterAttrs
  >('DepthwiseConv2dNativeBackpropFilter', ({ inputs: { x, dy }, attrs, ops }) => {
    const p = plan(x.shape, attrs.filterShape, attrs);
    const shape = spreadShape(attrs.filterShape, p);
    const grad = forAllOutputs(ops, dy, p, x.shape, shape);
    const inputs = [pad(ops, x, p), ops.ints(shape), grad];
    const taps = ops.run('DepthwiseConv2dNativeBackpropFilter', inputs, attributes(p));
    return thin(ops, taps, [...p.dilations, 1, 1]);
  }),
];
