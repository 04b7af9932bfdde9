// What every function needs, set once by `configure`. Each thread has a module instance, and so a
// state, of its own; only the memory is shared.

/** Bytes in a row of word or document vectors. */
export let rowBytes: usize = 0;
/** Bytes in a row of output vectors: rowBytes, or several times that where inputs are concatenated. */
export let outBytes: usize = 0;
/** Input vectors of words (and, after them, of subwords) and of documents. */
export let words: usize = 0;
export let documents: usize = 0;
/** Output vectors for negative sampling (0: none) and for the inner nodes of the Huffman tree (0: none). */
export let negatives: usize = 0;
export let nodes: usize = 0;
/** The noise distribution as an alias table: thresholds and other choices, u32 each. */
export let aliasThreshold: usize = 0;
export let aliasOther: usize = 0;
export let vocabulary: u32 = 0;
export let negative: i32 = 0;
/** Probability of keeping each word, times 2^32 (0 at `keep`: all are kept). */
export let keep: usize = 0;
/** Paths through the tree: where each word's begins, inner nodes, turns. */
export let pathStart: usize = 0;
export let pathNodes: usize = 0;
export let pathTurns: usize = 0;
/** Subwords: where each word's begin, and their rows (0: none). */
export let subwordStart: usize = 0;
export let subwords: usize = 0;
/** 1000 values of the logistic function on [-6, 6], and their logarithms. */
export let sigmoid: usize = 0;
export let logSigmoid: usize = 0;
export let window: i32 = 0;
/** Bits of `flags`, see below. */
export let flags: i32 = 0;
/** Room of this thread alone: hidden row, work row, positions of a sentence. */
export let hidden: usize = 0;
export let work: usize = 0;
export let positions: usize = 0;
/** Row of the word that stands outside a document, where inputs are concatenated. */
export let nullWord: i32 = 0;
/** Document vectors that every sentence has, where inputs are concatenated. */
export let tagsPerDocument: i32 = 1;

export const SHRINK_WINDOWS: i32 = 1;
export const MEAN: i32 = 2;
export const LOSS: i32 = 4;
export const LEARN_WORDS: i32 = 8;
export const LEARN_DOCUMENTS: i32 = 16;
export const LEARN_OUTPUT: i32 = 32;
export const WORDS_TOO: i32 = 64;

export function configure(
  rowBytes_: usize,
  outBytes_: usize,
  words_: usize,
  documents_: usize,
  negatives_: usize,
  nodes_: usize,
  aliasThreshold_: usize,
  aliasOther_: usize,
  vocabulary_: u32,
  negative_: i32,
  keep_: usize,
  pathStart_: usize,
  pathNodes_: usize,
  pathTurns_: usize,
  subwordStart_: usize,
  subwords_: usize,
  sigmoid_: usize,
  logSigmoid_: usize,
  window_: i32,
  flags_: i32,
  hidden_: usize,
  work_: usize,
  positions_: usize,
  nullWord_: i32,
  tagsPerDocument_: i32,
): void {
  rowBytes = rowBytes_;
  outBytes = outBytes_;
  words = words_;
  documents = documents_;
  negatives = negatives_;
  nodes = nodes_;
  aliasThreshold = aliasThreshold_;
  aliasOther = aliasOther_;
  vocabulary = vocabulary_;
  negative = negative_;
  keep = keep_;
  pathStart = pathStart_;
  pathNodes = pathNodes_;
  pathTurns = pathTurns_;
  subwordStart = subwordStart_;
  subwords = subwords_;
  sigmoid = sigmoid_;
  logSigmoid = logSigmoid_;
  window = window_;
  flags = flags_;
  hidden = hidden_;
  work = work_;
  positions = positions_;
  nullWord = nullWord_;
  tagsPerDocument = tagsPerDocument_;
}

let seed: u64 = 1;
let loss: f64 = 0;

export function setSeed(low: u32, high: u32): void {
  seed = ((<u64>high) << 32) | (<u64>low);
}

/** 32 random bits of a linear congruential generator, word2vec's own. */
export function random32(): u32 {
  seed = seed * 25214903917 + 11;
  return <u32>(seed >> 16);
}

/** A whole number in [0, n). */
export function randomBelow(n: u32): u32 {
  return <u32>((<u64>random32() * <u64>n) >> 32);
}

export function addLoss(value: f32): void {
  loss += <f64>value;
}

/** The loss since the last call. */
export function takeLoss(): f64 {
  const sum = loss;
  loss = 0;
  return sum;
}

export function has(flag: i32): bool {
  return (flags & flag) != 0;
}
