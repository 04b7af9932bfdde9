// The models, each a pass over one sentence whose sampled words stand in `positions`. Tags are the
// numbers of the sentence's document vectors.
import { predict } from './predict';
import { gatherWord, reach, sampleSentence, scatterWord, wordAt, wordRow } from './sentence';
import {
  documents,
  has,
  hidden,
  LEARN_DOCUMENTS,
  LEARN_WORDS,
  MEAN,
  nullWord,
  rowBytes,
  subwords,
  tagsPerDocument,
  window,
  WORDS_TOO,
  work,
} from './state';
import { add, scale } from './vector';

const SKIP_GRAM = 0;
const CBOW = 1;
const DBOW = 2;
const DM = 3;
const DM_CONCAT = 4;

function tagRow(tags: usize, i: i32): usize {
  return documents + <usize>load<i32>(tags + ((<usize>i) << 2)) * rowBytes;
}

/** Each neighbour predicts the word at `i`. */
function skipGramAt(i: i32, length: i32, alpha: f32): void {
  const word = wordAt(i);
  const far = reach();
  const end = min(length, i + far + 1);
  for (let j = max(0, i - far); j < end; ++j) {
    if (j == i) continue;
    const other = wordAt(j);
    if (subwords == 0) {
      predict(wordRow(other), word, alpha);
      if (has(LEARN_WORDS)) add(wordRow(other), work, rowBytes);
      continue;
    }
    memory.fill(hidden, 0, rowBytes);
    const parts = gatherWord(hidden, other);
    scale(hidden, <f32>1 / <f32>parts, rowBytes);
    predict(hidden, word, alpha);
    scatterWord(work, other);
  }
}

/** The neighbours together, and the document's vectors, predict the word at `i`. */
function bagAt(i: i32, length: i32, tags: usize, tagCount: i32, alpha: f32): void {
  const far = reach();
  const start = max(0, i - far);
  const end = min(length, i + far + 1);
  let parts = tagCount;
  memory.fill(hidden, 0, rowBytes);
  for (let j = start; j < end; ++j) if (j != i) parts += gatherWord(hidden, wordAt(j));
  for (let t = 0; t < tagCount; ++t) add(hidden, tagRow(tags, t), rowBytes);
  if (parts == 0) return;
  const share: f32 = <f32>1 / <f32>parts;
  if (has(MEAN)) scale(hidden, share, rowBytes);
  predict(hidden, wordAt(i), alpha);
  if (!has(MEAN)) scale(work, share, rowBytes);
  if (has(LEARN_WORDS)) for (let j = start; j < end; ++j) if (j != i) scatterWord(work, wordAt(j));
  if (has(LEARN_DOCUMENTS)) for (let t = 0; t < tagCount; ++t) add(tagRow(tags, t), work, rowBytes);
}

/** The document's vectors and the neighbours, end to end, predict the word at `i`. */
function concatAt(i: i32, length: i32, tags: usize, alpha: f32): void {
  let at = hidden;
  for (let t = 0; t < tagsPerDocument; ++t, at += rowBytes)
    memory.copy(at, tagRow(tags, t), rowBytes);
  for (let j = i - window; j <= i + window; ++j) {
    if (j == i) continue;
    memory.copy(at, wordRow(j < 0 || j >= length ? nullWord : wordAt(j)), rowBytes);
    at += rowBytes;
  }
  predict(hidden, wordAt(i), alpha);
  at = work;
  for (let t = 0; t < tagsPerDocument; ++t, at += rowBytes) {
    if (has(LEARN_DOCUMENTS)) add(tagRow(tags, t), at, rowBytes);
  }
  if (!has(LEARN_WORDS)) return;
  for (let j = i - window; j <= i + window; ++j) {
    if (j == i) continue;
    add(wordRow(j < 0 || j >= length ? nullWord : wordAt(j)), at, rowBytes);
    at += rowBytes;
  }
}

/** The document's vectors, each alone, predict the word at `i`. */
function documentAt(i: i32, tags: usize, tagCount: i32, alpha: f32): void {
  for (let t = 0; t < tagCount; ++t) {
    const row = tagRow(tags, t);
    predict(row, wordAt(i), alpha);
    if (has(LEARN_DOCUMENTS)) add(row, work, rowBytes);
  }
}

/**
 * Trains on sentences: `tokens` from starts[s] to starts[s + 1], with `tags` from tagStarts[s] to
 * tagStarts[s + 1]. Returns how many words were left after sampling.
 */
export function train(
  model: i32,
  sentences: i32,
  tokens: usize,
  starts: usize,
  tags: usize,
  tagStarts: usize,
  alpha: f32,
): i32 {
  let trained = 0;
  for (let s = 0; s < sentences; ++s) {
    const from = load<i32>(starts + ((<usize>s) << 2));
    const to = load<i32>(starts + ((<usize>s) << 2), 4);
    const length = sampleSentence(tokens + ((<usize>from) << 2), to - from);
    let tagCount = 0;
    let firstTag: usize = 0;
    if (model >= DBOW) {
      const first = load<i32>(tagStarts + ((<usize>s) << 2));
      tagCount = load<i32>(tagStarts + ((<usize>s) << 2), 4) - first;
      firstTag = tags + ((<usize>first) << 2);
      if (model == DM_CONCAT && tagCount != tagsPerDocument) continue;
    }
    for (let i = 0; i < length; ++i) {
      if (model == SKIP_GRAM || (model == DBOW && has(WORDS_TOO))) skipGramAt(i, length, alpha);
      if (model == CBOW || model == DM) bagAt(i, length, firstTag, tagCount, alpha);
      else if (model == DBOW) documentAt(i, firstTag, tagCount, alpha);
      else if (model == DM_CONCAT) concatAt(i, length, firstTag, alpha);
    }
    trained += length;
  }
  return trained;
}
