import { padSequences, textToWordSequence } from '@ibexjs/text';
import type * as tf from '@tensorflow/tfjs-core';

/** Added to a word's rank to make its number: 0 fills up, 1 starts a review, 2 is any other word. */
const INDEX_FROM = 3;

/** Words of a text that a network with `limit` numbers does not know. */
export function unknownWords(
  text: string,
  wordIndex: ReadonlyMap<string, number>,
  limit: number,
): string[] {
  return textToWordSequence(text).filter(
    (word) => (wordIndex.get(word) ?? Infinity) + INDEX_FROM >= limit,
  );
}

/** Reviews as a tensor [n, length]: short ones filled in front, of long ones the end. */
export function pad(sequences: readonly ArrayLike<number>[], length: number): tf.Tensor {
  return padSequences(sequences, { maxlen: length });
}
