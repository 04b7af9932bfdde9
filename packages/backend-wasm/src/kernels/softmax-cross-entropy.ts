import type * as tf from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { defineKernel } from '../kernel.js';

interface Inputs {
  labels: tf.TensorInfo;
  logits: tf.TensorInfo;
}

function crossEntropy(engine: Engine, { labels, logits }: Inputs, sparse: boolean) {
  const [rows, classes] = logits.shape as [number, number];
  const losses = engine.output([rows]);
  const gradient = engine.output(logits.shape);
  const block = Math.max(1, Math.ceil(4096 / classes));
  engine.run('crossEntropy', Math.ceil(rows / block), [
    ...[labels, logits, losses, gradient].map((t) => engine.address(t)),
    ...[rows, classes, block, Number(sparse)],
  ]);
  return [losses, gradient];
}

/** Losses and gradient in one pass over the rows; the contract is in `@ibexjs/losses`. */
export const softmaxCrossEntropy = defineKernel<Inputs>(
  'IbexSoftmaxCrossEntropy',
  ({ inputs, engine }) => crossEntropy(engine, inputs, false),
);

/** The same with one int32 class for each row. */
export const sparseSoftmaxCrossEntropy = defineKernel<Inputs>(
  'IbexSparseSoftmaxCrossEntropy',
  ({ inputs, engine }) => crossEntropy(engine, inputs, true),
);
