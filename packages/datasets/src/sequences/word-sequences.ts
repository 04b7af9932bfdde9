import { checkOptions, ValueError } from '@ibexjs/core';

import { LOAD_OPTIONS, type LoadOptions } from '../load-options.js';

/** How texts become lists of word numbers; Keras' options and defaults. */
export interface SequenceOptions extends LoadOptions {
  /** Keep the words whose number is below this; rarer ones become `oovChar`. Default: all. */
  numWords?: number | null;
  /** The most frequent words, below this number, become `oovChar`. Default: 0. */
  skipTop?: number;
  /** Leave out texts of this many words or more. Default: none. */
  maxlen?: number | null;
  /** Order of the texts, as NumPy's RandomState gives it. Default: 113. */
  seed?: number;
  /** Number before every text; null for none. Default: 1. */
  startChar?: number | null;
  /** Number in place of words left out; null leaves them out altogether. Default: 2. */
  oovChar?: number | null;
  /** Added to the word index's numbers. Default: 3. */
  indexFrom?: number;
}

export const SEQUENCE_OPTIONS: readonly string[] = [
  ...LOAD_OPTIONS,
  'numWords',
  'skipTop',
  'maxlen',
  'seed',
  'startChar',
  'oovChar',
  'indexFrom',
];

/** Texts as lists of word numbers, and a label for each. */
export interface LabelledSequences {
  x: readonly (readonly number[])[];
  y: readonly number[];
}

/** Checks names and ranges. @throws UnknownOptionError, ValueError */
export function checkSequenceOptions(
  where: string,
  options: SequenceOptions,
  more: readonly string[] = [],
): void {
  checkOptions(where, options, [...SEQUENCE_OPTIONS, ...more]);
  for (const name of [
    'numWords',
    'skipTop',
    'maxlen',
    'startChar',
    'oovChar',
    'indexFrom',
  ] as const) {
    const value = options[name];
    if (value === undefined || value === null || (Number.isInteger(value) && value >= 0)) continue;
    throw new ValueError(
      `${where}: option "${name}" must be a whole number from 0 on; received ${value}.`,
    );
  }
}

/** Numbers shifted to make room for the marks, the start mark put before them. */
export function markSequences(
  { x, y }: LabelledSequences,
  { startChar = 1, indexFrom = 3 }: SequenceOptions,
): LabelledSequences {
  const start = startChar === null ? [] : [startChar];
  return { x: x.map((words) => [...start, ...words.map((word) => word + indexFrom)]), y };
}

/** Texts shorter than `maxlen`. @throws ValueError when none is */
export function dropLong(
  where: string,
  { x, y }: LabelledSequences,
  maxlen: number | null | undefined,
): LabelledSequences {
  if (!maxlen) return { x, y };
  const kept = x.flatMap((words, i) => (words.length < maxlen ? [i] : []));
  if (kept.length === 0) {
    throw new ValueError(
      `${where}: no text is shorter than maxlen = ${maxlen}; choose a larger one.`,
    );
  }
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!) };
}

/** Words within [skipTop, numWords) stay; others become `oovChar`, or go. */
export function limitWords(
  x: readonly (readonly number[])[],
  { numWords, skipTop = 0, oovChar = 2 }: SequenceOptions,
): number[][] {
  const end = numWords || largest(x);
  const known = (word: number) => word >= skipTop && word < end;
  return oovChar === null
    ? x.map((words) => words.filter(known))
    : x.map((words) => words.map((word) => (known(word) ? word : oovChar)));
}

/** Keras' limit without `numWords`: the largest number, which itself falls out. */
function largest(x: readonly (readonly number[])[]): number {
  let most = 0;
  for (const words of x) for (const word of words) most = Math.max(most, word);
  return most;
}
