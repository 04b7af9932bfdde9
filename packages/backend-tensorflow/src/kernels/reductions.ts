import * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { defineKernel, type Kernel } from './kernel.js';

interface ReductionAttrs {
  axis: number | number[];
  /** tfjs's name of the axes for `Max`. */
  reductionIndices?: number | number[];
  keepDims?: boolean;
}

function reduce(ops: Ops, op: string, x: Value, attrs: ReductionAttrs): Value {
  const { keepDims = false, axis } = attrs;
  const axes = tf.util.parseAxisParam(attrs.reductionIndices ?? axis, x.shape as number[]);
  return ops.run(op, [x, ops.ints(axes)], { keep_dims: keepDims });
}

const reduction = (name: string, adapt = (_ops: Ops, x: Value): Value => x): Kernel =>
  defineKernel<{ x: Value }, ReductionAttrs>(name, ({ inputs, attrs, ops }) =>
    reduce(ops, name, adapt(ops, inputs.x), attrs),
  );

const counting = (ops: Ops, x: Value): Value => (x.dtype === 'bool' ? ops.cast(x, 'int32') : x);
const floating = (ops: Ops, x: Value): Value => ops.cast(x, 'float32');

/** Running sums and products, along any axis as TensorFlow does. */
const scan = (name: string): Kernel =>
  defineKernel<tf.CumsumInputs, tf.CumsumAttrs>(name, ({ inputs: { x }, attrs, ops }) =>
    ops.run(name, [counting(ops, x), ops.int(attrs.axis)], {
      exclusive: attrs.exclusive ?? false,
      reverse: attrs.reverse ?? false,
    }),
  );

const extremeIndex = (name: string): Kernel =>
  defineKernel<tf.ArgMaxInputs, { axis: number | number[] }>(
    name,
    ({ inputs: { x }, attrs: { axis }, ops }) =>
      ops.run(name, [x, ops.int([axis].flat()[0] ?? 0)], { output_type: { type: 'int32' } }),
  );

export const reductions: readonly Kernel[] = [
  reduction('All'),
  reduction('Any'),
  reduction('Max', counting),
  reduction('Mean', floating),
  reduction('Min', counting),
  reduction('Prod', counting),
  reduction('Sum', counting),
  scan('Cumsum'),
  scan('Cumprod'),
  extremeIndex('ArgMax'),
  extremeIndex('ArgMin'),
  defineKernel<tf.SoftmaxInputs, tf.SoftmaxAttrs>(
    'Softmax',
    ({ inputs: { logits }, attrs: { dim }, ops }) => {
      const last = logits.shape.length - 1;
      if (dim === last || dim === -1) return ops.run('Softmax', [floating(ops, logits)]);
      // the axis goes to the end and back
      const order = [...logits.shape.keys()].filter((axis) => axis !== dim);
      order.splice(last, 0, dim);
      const turned = ops.run('Softmax', [ops.transpose(floating(ops, logits), order)]);
      return ops.transpose(
        turned,
        [...order.keys()].map((axis) => order.indexOf(axis)),
      );
    },
  ),
  defineKernel<tf.BincountInputs, tf.BincountAttrs>(
    'Bincount',
    ({ inputs: { x, weights }, attrs: { size }, ops }) =>
      ops.run('Bincount', [x, ops.int(size), weights]),
  ),
  defineKernel<tf.DenseBincountInputs, tf.DenseBincountAttrs>(
    'DenseBincount',
    ({ inputs: { x, weights }, attrs: { size, binaryOutput }, ops }) =>
      ops.run('DenseBincount', [x, ops.int(size), weights], {
        binary_output: binaryOutput ?? false,
      }),
  ),
];
