import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel, type Kernel } from './kernel.js';

/** Elements by their indices, and indices of elements. */
export const lookup: readonly Kernel[] = [
  defineKernel<tf.GatherV2Inputs, tf.GatherV2Attrs>(
    'GatherV2',
    ({ inputs: { x, indices }, attrs: { axis, batchDims }, ops }) =>
      ops.run('GatherV2', [x, ops.cast(indices, 'int32'), ops.int(axis)], {
        batch_dims: batchDims,
      }),
  ),
  defineKernel<tf.GatherNdInputs>('GatherNd', ({ inputs: { params, indices }, ops }) =>
    ops.run('GatherNd', [params, indices]),
  ),
  defineKernel<tf.ScatterNdInputs, tf.ScatterNdAttrs>(
    'ScatterNd',
    ({ inputs: { indices, updates }, attrs: { shape }, ops }) =>
      ops.run('ScatterNd', [indices, updates, ops.ints(shape)]),
  ),
  defineKernel<tf.TensorScatterUpdateInputs>(
    'TensorScatterUpdate',
    ({ inputs: { tensor, indices, updates }, ops }) =>
      ops.run('TensorScatterUpdate', [tensor, indices, updates]),
  ),
  defineKernel<tf.SparseToDenseInputs, tf.SparseToDenseAttrs>(
    'SparseToDense',
    ({ inputs: { sparseIndices, sparseValues, defaultValue }, attrs: { outputShape }, ops }) =>
      ops.run('SparseToDense', [sparseIndices, ops.ints(outputShape), sparseValues, defaultValue], {
        validate_indices: false,
      }),
  ),
  defineKernel<tf.UnsortedSegmentSumInputs, tf.UnsortedSegmentSumAttrs>(
    'UnsortedSegmentSum',
    ({ inputs: { x, segmentIds }, attrs: { numSegments }, ops }) => {
      // rows of no segment are left out; TensorFlow only leaves out those of negative ones
      const isKnown = ops.run('Less', [segmentIds, ops.int(numSegments)]);
      const ids = ops.run('SelectV2', [isKnown, segmentIds, ops.int(-1)]);
      return ops.run('UnsortedSegmentSum', [x, ids, ops.int(numSegments)]);
    },
  ),
  defineKernel<tf.SearchSortedInputs, tf.SearchSortedAttrs>(
    'SearchSorted',
    ({ inputs: { sortedSequence, values }, attrs: { side }, ops }) =>
      ops.run(side === 'left' ? 'LowerBound' : 'UpperBound', [sortedSequence, values], {
        out_type: { type: 'int32' },
      }),
  ),
  defineKernel<tf.TopKInputs, tf.TopKAttrs>(
    'TopK',
    ({ inputs: { x }, attrs: { k, sorted }, ops }) =>
      ops.runMany('TopKV2', [x, ops.int(k)], 2, { sorted }),
  ),
  defineKernel<tf.UniqueInputs, tf.UniqueAttrs>(
    'Unique',
    ({ inputs: { x }, attrs: { axis }, ops }) =>
      ops.runMany('UniqueV2', [x, ops.ints([axis])], 2, { out_idx: { type: 'int32' } }),
  ),
];
