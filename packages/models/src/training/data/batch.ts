import type * as tf from '@tensorflow/tfjs-core';

/** The tensors of a batch, in the order of the model's inputs and outputs. */
export interface Batch {
  readonly x: tf.Tensor[];
  /** null: no labels; a null inside: none for that output. */
  readonly y: (tf.Tensor | null)[] | null;
  /** One for each output, or a single one for all. */
  readonly sampleWeight: (tf.Tensor | null)[] | null;
}

/** Frees a batch. */
export function disposeBatch(batch: Batch): void {
  for (const tensors of [batch.x, batch.y, batch.sampleWeight]) {
    for (const tensor of tensors ?? []) if (tensor && !tensor.isDisposed) tensor.dispose();
  }
}

/** Batches of an epoch, one pass after the other. */
export interface BatchSource {
  /** Batches in a pass, if that is known. */
  readonly numBatches: number | undefined;
  /** Starts a pass. The batches' tensors are the taker's to dispose. */
  open(epoch: number): Iterator<Batch> | AsyncIterator<Batch> | Promise<AsyncIterator<Batch>>;
}
