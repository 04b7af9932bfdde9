import * as tf from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { defineKernel } from '../kernel.js';

const BYTES_PER_TILE = 65_536;

/** Slices of an axis picked by index: an Embedding's forward pass. tfjs is 100 times slower. */
export const gatherV2 = defineKernel<tf.GatherV2Inputs, tf.GatherV2Attrs>(
  'GatherV2',
  ({ inputs: { x, indices }, attrs, engine, original }) => {
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
    if (x.dtype === 'string' || indices.dtype !== 'int32') return original();
    checkIndices(engine, indices, x.shape[axis]!);
    const { collectGatherOpShapeInfo } = tf.backend_util.segment_util;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = collectGatherOpShapeInfo(
      x,
      indices,
      axis,
      attrs.batchDims,
    );
    const output = engine.output(outputShape, x.dtype);
    const perBatch = tf.util.sizeFromShape(indices.shape) / batchSize;
    const count = batchSize * outerSize * perBatch;
    const bytes = sliceSize * tf.util.bytesPerElement(x.dtype);
    if (count === 0 || bytes === 0) return output;
    const block = Math.max(1, Math.floor(BYTES_PER_TILE / bytes));
    engine.run('gather', Math.ceil(count / block), [
      ...[engine.address(x), engine.address(indices), engine.address(output)],
      ...[outerSize, dimSize, bytes, count, perBatch, block],
    ]);
    return output;
  },
);

function checkIndices(engine: Engine, indices: tf.TensorInfo, size: number): void {
  const from = engine.address(indices) >>> 2;
  const { ints } = engine.heap;
  for (let i = from, end = from + tf.util.sizeFromShape(indices.shape); i < end; i++) {
    const index = ints[i]!;
    if (index >= 0 && index < size) continue;
    throw new Error(`GatherV2: the index value ${index} is not in [0, ${size - 1}]`);
  }
}
