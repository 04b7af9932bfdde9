import type * as tf from '@tensorflow/tfjs-core';

/** The tensors of a batch, in the order of the model's inputs and outputs. */
export interface Batch {
  readonly x: tf.Tensor[];
  /** null: no labels; a null inside: none for that output. */
  readonly y: (tf.Tensor | null)[] | null;
  /** One for each output, or a single one for all. */
  readonly sampleWeight: (tf.Tensor | null)[] | null;
}

/** The tensors of a batch by names of their own: x0, x1, y0, w0. */
export function nameTensors({ x, y, sampleWeight }: Batch): Record<string, tf.Tensor> {
  const named: Record<string, tf.Tensor> = {};
  for (const [letter, tensors] of Object.entries({ x, y: y ?? [], w: sampleWeight ?? [] })) {
    tensors.forEach((tensor, i) => {
      if (tensor) named[`${letter}${i}`] = tensor;
    });
  }
  return named;
}

/** A batch like another, of the tensors that have these names. */
export function renameTensors(batch: Batch, named: Record<string, tf.Tensor>): Batch {
  const replace = (letter: string, tensors: (tf.Tensor | null)[] | null) =>
    tensors?.map((tensor, i) => tensor && named[`${letter}${i}`]!) ?? null;
  return {
    x: batch.x.map((_, i) => named[`x${i}`]!),
    y: replace('y', batch.y),
    sampleWeight: replace('w', batch.sampleWeight),
  };
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
