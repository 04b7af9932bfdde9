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
  const block = Math.max(16, Math.ceil(inner / 4 / 16) * 16);
  engine.run(x.dtype === 'int32' ? 'segmentSumInt' : 'segmentSum', Math.ceil(inner / block), [
    ...[engine.address(x), engine.address(segmentIds), engine.address(output)],
    ...[count, inner, numSegments, block],
  ]);
  return output;
});
