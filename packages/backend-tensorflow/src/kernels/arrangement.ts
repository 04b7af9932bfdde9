import * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { defineKernel, type Kernel } from './kernel.js';

/** Pairs of numbers, one for each axis. */
const pairs = (ops: Ops, rows: readonly (readonly number[])[]): Value =>
  ops.reshape(ops.ints(rows.flat()), [rows.length, 2]);

export const arrangement: readonly Kernel[] = [
  defineKernel<tf.IdentityInputs>('Identity', ({ inputs: { x } }) => x),
  defineKernel<tf.ReshapeInputs, tf.ReshapeAttrs>('Reshape', ({ inputs: { x }, attrs, ops }) => {
    const size = tf.util.sizeFromShape(x.shape as number[]);
    return ops.reshape(x, tf.util.inferFromImplicitShape(attrs.shape, size));
  }),
  defineKernel<tf.ExpandDimsInputs, tf.ExpandDimsAttrs>(
    'ExpandDims',
    ({ inputs: { input }, attrs: { dim }, ops }) => ops.run('ExpandDims', [input, ops.int(dim)]),
  ),
  defineKernel<tf.TransposeInputs, tf.TransposeAttrs>(
    'Transpose',
    ({ inputs: { x }, attrs: { perm }, ops }) => ops.transpose(x, perm),
  ),
  defineKernel<tf.ReverseInputs, tf.ReverseAttrs>(
    'Reverse',
    ({ inputs: { x }, attrs: { dims }, ops }) => {
      const axes = tf.util.parseAxisParam(dims, x.shape as number[]);
      return x.shape.length === 0 ? x : ops.run('ReverseV2', [x, ops.ints(axes)]);
    },
  ),
  defineKernel<tf.TileInputs, tf.TileAttrs>('Tile', ({ inputs: { x }, attrs: { reps }, ops }) =>
    ops.run('Tile', [x, ops.ints(reps)]),
  ),
  defineKernel<tf.PadV2Inputs, tf.PadV2Attrs>(
    'PadV2',
    ({ inputs: { x }, attrs: { paddings, constantValue }, ops }) =>
      ops.run('PadV2', [x, pairs(ops, paddings), ops.scalar(constantValue, x.dtype)]),
  ),
  defineKernel<tf.MirrorPadInputs, tf.MirrorPadAttrs>(
    'MirrorPad',
    ({ inputs: { x }, attrs: { paddings, mode }, ops }) =>
      ops.run('MirrorPad', [x, pairs(ops, paddings)], { mode: mode.toUpperCase() }),
  ),
  defineKernel<tf.ConcatInputs, tf.ConcatAttrs>('Concat', ({ inputs, attrs, ops }) => {
    const list = Object.values(inputs);
    const axis = tf.util.parseAxisParam(attrs.axis, list[0]!.shape as number[])[0]!;
    return list.length === 1 ? list[0]! : ops.run('ConcatV2', [list, ops.int(axis)]);
  }),
  defineKernel<tf.PackInputs, tf.PackAttrs>('Pack', ({ inputs, attrs: { axis }, ops }) =>
    ops.run('Pack', [Object.values(inputs)], { axis }),
  ),
  defineKernel<tf.UnpackInputs, tf.UnpackAttrs>(
    'Unpack',
    ({ inputs: { value }, attrs: { axis }, ops }) => {
      const num = value.shape.at(axis)!;
      return ops.runMany('Unpack', [value], num, { axis, num });
    },
  ),
  defineKernel<tf.SplitVInputs, tf.SplitVAttrs>('SplitV', ({ inputs: { x }, attrs, ops }) => {
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape as number[])[0]!;
    const shaped = { shape: x.shape } as tf.Tensor;
    const sizes = tf.backend_util.prepareSplitSize(shaped, attrs.numOrSizeSplits, axis);
    if (sizes.length === 1) return [x];
    return ops.runMany('SplitV', [x, ops.ints(sizes), ops.int(axis)], sizes.length, {
      num_split: sizes.length,
    });
  }),
  defineKernel<tf.SliceInputs, tf.SliceAttrs>('Slice', ({ inputs: { x }, attrs, ops }) => {
    const shaped = { shape: x.shape } as tf.TensorInfo;
    const [begin, size] = tf.slice_util.parseSliceParams(shaped, attrs.begin, attrs.size);
    return ops.slice(x, begin as number[], size as number[]);
  }),
  defineKernel<tf.StridedSliceInputs, tf.StridedSliceAttrs>(
    'StridedSlice',
    ({ inputs: { x }, attrs, ops }) =>
      ops.run(
        'StridedSlice',
        [x, ...[attrs.begin, attrs.end, attrs.strides].map((list) => ops.ints(list))],
        {
          begin_mask: attrs.beginMask,
          end_mask: attrs.endMask,
          ellipsis_mask: attrs.ellipsisMask,
          new_axis_mask: attrs.newAxisMask,
          shrink_axis_mask: attrs.shrinkAxisMask,
        },
      ),
  ),
  defineKernel<tf.BatchToSpaceNDInputs, tf.BatchToSpaceNDAttrs>(
    'BatchToSpaceND',
    ({ inputs: { x }, attrs: { blockShape, crops }, ops }) =>
      ops.run('BatchToSpaceND', [x, ops.ints(blockShape), pairs(ops, crops)]),
  ),
  defineKernel<tf.SpaceToBatchNDInputs, tf.SpaceToBatchNDAttrs>(
    'SpaceToBatchND',
    ({ inputs: { x }, attrs: { blockShape, paddings }, ops }) =>
      ops.run('SpaceToBatchND', [x, ops.ints(blockShape), pairs(ops, paddings)]),
  ),
  defineKernel<tf.DepthToSpaceInputs, tf.DepthToSpaceAttrs>(
    'DepthToSpace',
    ({ inputs: { x }, attrs: { blockSize, dataFormat }, ops }) => {
      const isFirst = dataFormat === 'NCHW';
      const image = isFirst ? ops.transpose(x, [0, 2, 3, 1]) : x;
      const wide = ops.run('DepthToSpace', [image], { block_size: blockSize });
      return isFirst ? ops.transpose(wide, [0, 3, 1, 2]) : wide;
    },
  ),
  defineKernel<tf.BroadcastArgsInputs>('BroadcastArgs', ({ inputs: { s0, s1 }, ops }) =>
    ops.run('BroadcastArgs', [s0, s1]),
  ),
  defineKernel<tf.DiagInputs>('Diag', ({ inputs: { x }, ops }) => ops.run('Diag', [x])),
];
