import * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';

/** out[ids[i]] += x[i]: the gradient of gather, so of every Embedding. tfjs has none on wasm. */
export const unsortedSegmentSum = defineKernel<
  tf.UnsortedSegmentSumInputs,
  tf.UnsortedSegmentSumAttrs
>('UnsortedSegmentSum', ({ inputs: { x, segmentIds }, attrs: { numSegments }, engine }) => {
  const output = engine.output([numSegments, ...x.shape.slice(segmentIds.shape.length)], x.dtype);
  const count = tf.util.sizeFromShape(segmentIds.shape);
  const inner = tf.util.sizeFromShape(output.shape.slice(1));
  if (inner === 0 || numSegments === 0) return output;
  // enough tiles for all threads, each with some work
  const block = Math.max(Math.ceil(16_384 / inner), Math.ceil(numSegments / 8));
  const operation = x.dtype === 'int32' ? 'segmentSumInt' : 'segmentSum';
  engine.run(operation, Math.ceil(numSegments / block), [
    ...[engine.address(x), engine.address(segmentIds), engine.address(output)],
    ...[count, inner, numSegments, block],
  ]);
  return output;
});
