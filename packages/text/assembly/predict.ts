// One training example: from an input row to a word, by negative sampling, by the Huffman tree, or
// both (Mikolov et al. 2013, "Distributed representations of words and phrases").
import {
  addLoss,
  aliasOther,
  aliasThreshold,
  has,
  LEARN_OUTPUT,
  LOSS,
  logSigmoid,
  negative,
  negatives,
  nodes,
  outBytes,
  pathNodes,
  pathStart,
  pathTurns,
  random32,
  randomBelow,
  sigmoid,
  vocabulary,
  work,
} from './state';
import { addScaled, dot, dot3, exchange, exchange3 } from './vector';

const LIMIT: f32 = 6;
/** Entries of the table in a unit: 1000 in twelve units make 83.3, which word2vec.c and gensim cut to 83. */
const PER_UNIT: f32 = 83;
/** Rows of three targets at a time, and three gains, kept in the scratch before the work row. */
const GAINS: usize = 16;

function noiseWord(): i32 {
  const drawn = randomBelow(vocabulary);
  const isOwn = random32() < load<u32>(aliasThreshold + ((<usize>drawn) << 2));
  return <i32>(isOwn ? drawn : load<u32>(aliasOther + ((<usize>drawn) << 2)));
}

/** Step along the gradient: (label - sigmoid(f)) alpha; 0 where f is so large that nothing is learned. */
function gain(f: f32, label: f32, alpha: f32): f32 {
  if (f <= -LIMIT || f >= LIMIT) return 0;
  const index = <usize>((f + LIMIT) * PER_UNIT);
  if (has(LOSS)) {
    const signed = label > 0 ? f : -f;
    const at = <usize>((signed + LIMIT) * PER_UNIT);
    addLoss(-load<f32>(logSigmoid + (at << 2)));
  }
  return (label - load<f32>(sigmoid + (index << 2))) * alpha;
}

function learnRow(input: usize, row: usize, label: f32, alpha: f32): void {
  const g = gain(dot(input, row, outBytes), label, alpha);
  if (g == 0) return;
  if (has(LEARN_OUTPUT)) exchange(work, input, row, g, outBytes);
  else addScaled(work, row, g, outBytes);
}

function rowOf(word: i32): usize {
  return negatives + <usize>word * outBytes;
}

/** The word itself with label 1 and `negative` random words with label 0. */
function sampleNegatives(input: usize, word: i32, alpha: f32): void {
  let left = negative;
  if (has(LEARN_OUTPUT) && left >= 2) {
    const gains = work - GAINS;
    let first = word;
    let label: f32 = 1;
    // Three rows a time, so that the input is read once for all three.
    for (;;) {
      const second = noiseWord();
      const third = noiseWord();
      const r0 = rowOf(first);
      const r1 = rowOf(second);
      const r2 = rowOf(third);
      dot3(gains, input, r0, r1, r2, outBytes);
      // A random word that is the word itself teaches nothing.
      const repeated = label == 0 && first == word;
      store<f32>(gains, repeated ? 0 : gain(load<f32>(gains), label, alpha));
      store<f32>(gains, second == word ? 0 : gain(load<f32>(gains, 4), 0, alpha), 4);
      store<f32>(gains, third == word ? 0 : gain(load<f32>(gains, 8), 0, alpha), 8);
      exchange3(work, input, r0, r1, r2, gains, outBytes);
      left -= 2;
      if (left < 3) break;
      first = noiseWord();
      label = 0;
      left -= 1;
    }
  } else {
    learnRow(input, rowOf(word), 1, alpha);
  }
  for (; left > 0; --left) {
    const other = noiseWord();
    if (other != word) learnRow(input, rowOf(other), 0, alpha);
  }
}

/** The turns on the way from the root of the tree to the word. */
function walkTree(input: usize, word: i32, alpha: f32): void {
  const start = pathStart + ((<usize>word) << 2);
  const end = load<u32>(start, 4);
  for (let step = load<u32>(start); step < end; ++step) {
    const node = load<u32>(pathNodes + ((<usize>step) << 2));
    const turn = load<u8>(pathTurns + <usize>step);
    learnRow(input, nodes + <usize>node * outBytes, 1 - <f32>turn, alpha);
  }
}

/** Learns to predict `word` from the row at `input`; what the row itself should learn is left in `work`. */
export function predict(input: usize, word: i32, alpha: f32): void {
  memory.fill(work, 0, outBytes);
  if (nodes != 0) walkTree(input, word, alpha);
  if (negatives != 0) sampleNegatives(input, word, alpha);
}
