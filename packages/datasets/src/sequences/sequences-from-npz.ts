import { FormatError } from '@ibexjs/core';
import type { NpzFile } from '@ibexjs/formats';

import type { LabelledSequences } from './word-sequences.js';

/**
 * Texts and labels of an npz file: an object array of lists of whole numbers, and numbers.
 * @throws FormatError when it holds something else
 */
export function sequencesFromNpz(
  name: string,
  file: NpzFile,
  xKey: string,
  yKey: string,
): LabelledSequences {
  if (!file.has(xKey) || !file.has(yKey)) {
    throw new FormatError(
      `${name}: the file must have arrays "${xKey}" and "${yKey}"; it has ${file.names.join(', ') || 'none'}.`,
    );
  }
  const x = file.get(xKey).data as ArrayLike<unknown>;
  const y = file.get(yKey).data as ArrayLike<unknown>;
  if (x.length !== y.length) {
    throw new FormatError(`${name}: ${x.length} texts and ${y.length} labels do not fit.`);
  }
  return { x: Array.from(x, (words, i) => wordList(name, words, i)), y: Array.from(y, Number) };
}

function wordList(name: string, words: unknown, i: number): number[] {
  if (Array.isArray(words) && words.every(Number.isInteger)) return words as number[];
  throw new FormatError(`${name}: text ${i} is not a list of whole numbers.`);
}
