import type * as tf from '@tensorflow/tfjs-core';

/**
 * Which tensor a softmax or sigmoid was computed from. Keras keeps the same note, so that a
 * crossentropy on a network's last activation is computed from the logits: it then stays exact,
 * and its gradient alive, where the probability rounds to 0 or 1.
 */
export type LogitsKind = 'softmax' | 'sigmoid';

const notes = new WeakMap<tf.Tensor, { logits: tf.Tensor; kind: LogitsKind }>();

/** Notes that `probabilities` is the softmax (over the last axis) or sigmoid of `logits`. */
export function rememberLogits(
  probabilities: tf.Tensor,
  logits: tf.Tensor,
  kind: LogitsKind,
): void {
  notes.set(probabilities, { logits, kind });
}

/** The logits of `probabilities`, as long as they were noted and are still alive. */
export function logitsOf(probabilities: tf.Tensor, kind: LogitsKind): tf.Tensor | undefined {
  const note = notes.get(probabilities);
  return note?.kind === kind && !note.logits.isDisposed ? note.logits : undefined;
}
