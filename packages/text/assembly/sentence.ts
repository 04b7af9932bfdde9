// What all models do with a sentence first: thin out frequent words, choose windows.
import {
  has,
  keep,
  positions,
  random32,
  randomBelow,
  rowBytes,
  SHRINK_WINDOWS,
  subwords,
  subwordStart,
  window,
  words,
} from './state';
import { add } from './vector';

/** Copies the tokens that are kept to `positions`; returns how many. */
export function sampleSentence(tokens: usize, length: i32): i32 {
  if (keep == 0) {
    memory.copy(positions, tokens, (<usize>length) << 2);
    return length;
  }
  let kept = 0;
  for (let i = 0; i < length; ++i) {
    const word = load<i32>(tokens + ((<usize>i) << 2));
    if (load<u32>(keep + ((<usize>word) << 2)) < random32()) continue;
    store<i32>(positions + ((<usize>kept) << 2), word);
    ++kept;
  }
  return kept;
}

export function wordAt(position: i32): i32 {
  return load<i32>(positions + ((<usize>position) << 2));
}

/** Words to each side: `window`, or fewer at random, so that near words count more. */
export function reach(): i32 {
  return has(SHRINK_WINDOWS) ? window - <i32>randomBelow(<u32>window) : window;
}

export function wordRow(word: i32): usize {
  return words + <usize>word * rowBytes;
}

/** sum += the word's vector and those of its subwords; returns how many. */
export function gatherWord(sum: usize, word: i32): i32 {
  add(sum, wordRow(word), rowBytes);
  if (subwords == 0) return 1;
  const start = subwordStart + ((<usize>word) << 2);
  const from = load<u32>(start);
  const to = load<u32>(start, 4);
  for (let i = from; i < to; ++i) {
    add(sum, wordRow(load<i32>(subwords + ((<usize>i) << 2))), rowBytes);
  }
  return 1 + <i32>(to - from);
}

/** Adds `change` to the word's vector and those of its subwords. */
export function scatterWord(change: usize, word: i32): void {
  add(wordRow(word), change, rowBytes);
  if (subwords == 0) return;
  const start = subwordStart + ((<usize>word) << 2);
  const to = load<u32>(start, 4);
  for (let i = load<u32>(start); i < to; ++i) {
    add(wordRow(load<i32>(subwords + ((<usize>i) << 2))), change, rowBytes);
  }
}
