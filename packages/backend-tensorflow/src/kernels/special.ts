import type * as tf from '@tensorflow/tfjs-core';

import { wordsAttribute } from '../api/proto.js';
import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { defineKernel, type Kernel } from './kernel.js';

/** TensorFlow counts sparse tensors in int64, tfjs in int32. */
const wide = (ops: Ops, ...values: Value[]): Value[] => values.map((x) => ops.cast(x, 'int64'));
const narrow = (ops: Ops, values: readonly Value[]): Value[] =>
  values.map((x) => (x.dtype === 'int64' ? ops.cast(x, 'int32') : x));

const fourier = (name: string): Kernel =>
  defineKernel<tf.FFTInputs>(name, ({ inputs: { input }, ops }) => ops.run(name, [input]));

const sparseSegment = (name: string): Kernel =>
  defineKernel<tf.SparseSegmentSumInputs>(name, ({ inputs: { data, indices, segmentIds }, ops }) =>
    ops.run(name, [data, indices, segmentIds]),
  );

/** Complex numbers, sparse and ragged tensors, words. */
export const special: readonly Kernel[] = [
  fourier('FFT'),
  fourier('IFFT'),
  sparseSegment('SparseSegmentMean'),
  sparseSegment('SparseSegmentSum'),
  defineKernel<tf.SparseFillEmptyRowsInputs>(
    'SparseFillEmptyRows',
    ({ inputs: { indices, values, denseShape, defaultValue }, ops }) => {
      const [places, shape] = wide(ops, indices, denseShape);
      return narrow(
        ops,
        ops.runMany('SparseFillEmptyRows', [places!, values, shape!, defaultValue], 4),
      );
    },
  ),
  defineKernel<tf.SparseReshapeInputs>(
    'SparseReshape',
    ({ inputs: { inputIndices, inputShape, newShape }, ops }) =>
      narrow(ops, ops.runMany('SparseReshape', wide(ops, inputIndices, inputShape, newShape), 2)),
  ),
  defineKernel<
    { paramsNestedSplits: Value; paramsDenseValues: Value; indices: Value },
    tf.RaggedGatherAttrs
  >('RaggedGather', ({ inputs, attrs: { outputRaggedRank }, ops }) => {
    const splits = inputs.paramsNestedSplits as unknown as Value[];
    return ops.runMany(
      'RaggedGather',
      [splits, inputs.paramsDenseValues, inputs.indices],
      outputRaggedRank + 1,
      {
        OUTPUT_RAGGED_RANK: outputRaggedRank,
      },
    );
  }),
  defineKernel<tf.RaggedRangeInputs>('RaggedRange', ({ inputs: { starts, limits, deltas }, ops }) =>
    ops.runMany('RaggedRange', [starts, limits, deltas], 2, { Tsplits: { type: 'int32' } }),
  ),
  defineKernel<
    { shape: Value; values: Value; defaultValue: Value; rowPartitionTensors: Value },
    tf.RaggedTensorToTensorAttrs
  >('RaggedTensorToTensor', ({ inputs, attrs: { rowPartitionTypes }, ops }) => {
    const partitions = inputs.rowPartitionTensors as unknown as Value[];
    return ops.run(
      'RaggedTensorToTensor',
      [inputs.shape, inputs.values, inputs.defaultValue, partitions],
      {
        row_partition_types: { proto: wordsAttribute(rowPartitionTypes) },
      },
    );
  }),
  defineKernel<tf.StringNGramsInputs, tf.StringNGramsAttrs>(
    'StringNGrams',
    ({ inputs: { data, dataSplits }, attrs, ops }) =>
      ops.runMany('StringNGrams', [data, dataSplits], 2, {
        separator: attrs.separator,
        ngram_widths: attrs.nGramWidths,
        left_pad: attrs.leftPad,
        right_pad: attrs.rightPad,
        pad_width: attrs.padWidth,
        preserve_short_sequences: attrs.preserveShortSequences,
      }),
  ),
  defineKernel<tf.StringSplitInputs, tf.StringSplitAttrs>(
    'StringSplit',
    ({ inputs: { input, delimiter }, attrs: { skipEmpty }, ops }) =>
      narrow(ops, ops.runMany('StringSplit', [input, delimiter], 3, { skip_empty: skipEmpty })),
  ),
  defineKernel<tf.StringToHashBucketFastInputs, tf.StringToHashBucketFastAttrs>(
    'StringToHashBucketFast',
    ({ inputs: { input }, attrs: { numBuckets }, ops }) =>
      ops.cast(ops.run('StringToHashBucketFast', [input], { num_buckets: numBuckets }), 'int32'),
  ),
  defineKernel<tf.StaticRegexReplaceInputs, tf.StaticRegexReplaceAttrs>(
    'StaticRegexReplace',
    ({ inputs: { x }, attrs: { pattern, rewrite, replaceGlobal }, ops }) =>
      ops.run('StaticRegexReplace', [x], { pattern, rewrite, replace_global: replaceGlobal }),
  ),
];
