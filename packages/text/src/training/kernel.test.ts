import { describe, expect, test } from '@jest/globals';
import { formulaValues } from '@ibexjs/testing';

import { aliasTable } from './alias-table.js';
import { ChunkBuilder } from './chunks.js';
import { huffmanPaths } from './huffman.js';
import { flagBits, MODELS, type Method, type ModelName, type Network } from './network.js';
import { Session } from './session.js';
import { keepThresholds } from './vocabulary.js';

const WIDTH = 6;
const COUNTS = [40, 20, 12, 9, 5, 3, 2];
const ALPHA = 0.05;
const SEED = [123, 4] as const;
const SENTENCES = [
  { tokens: [0, 3, 1, 2, 0, 6, 5, 1], tags: [0] },
  { tokens: [4, 1, 0], tags: [1] },
  { tokens: [2], tags: [2] },
];

/** word2vec's generator, on whole numbers. */
class Random {
  private seed = (BigInt(SEED[1]) << 32n) | BigInt(SEED[0]);
  next(): number {
    this.seed = BigInt.asUintN(64, this.seed * 25214903917n + 11n);
    return Number(BigInt.asUintN(32, this.seed >> 16n));
  }
  below(n: number): number {
    return Math.floor((this.next() * n) / 2 ** 32);
  }
}

/** The kernel's formulas in plain JavaScript, one number at a time. */
class Reference {
  private readonly random = new Random();
  private readonly noise: ReturnType<typeof aliasTable>;
  private readonly paths = huffmanPaths(COUNTS);
  private readonly keep: Uint32Array | undefined;
  loss = 0;

  constructor(
    private readonly net: Network,
    private readonly method: Method,
  ) {
    this.noise = aliasTable(COUNTS.map((count) => count ** method.nsExponent));
    this.keep = method.sample > 0 ? keepThresholds(COUNTS, method.sample) : undefined;
  }

  private noiseWord(): number {
    const drawn = this.random.below(COUNTS.length);
    return this.random.next() < this.noise.threshold[drawn]! ? drawn : this.noise.other[drawn]!;
  }

  private gain(f: number, label: number): number {
    if (Math.abs(f) >= 6) return 0;
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-((Math.trunc((x + 6) * 83) / 500 - 1) * 6)));
    this.loss -= Math.log(sigmoid(label ? f : -f));
    return (label - sigmoid(f)) * ALPHA;
  }

  /** Rows learn together: all products first, then all steps, as the kernel does with three rows. */
  private learn(input: number[], work: number[], rows: [Float32Array, number, boolean][]): void {
    const gains = rows.map(([row, label, skip]) => {
      const f = input.reduce((sum, x, i) => sum + x * row[i]!, 0);
      return skip ? 0 : this.gain(f, label);
    });
    rows.forEach(([row], k) => {
      input.forEach((x, i) => {
        work[i]! += gains[k]! * row[i]!;
        row[i]! += gains[k]! * x;
      });
    });
  }

  private predict(input: number[], word: number): number[] {
    const { nodes, negatives } = this.net;
    const size = input.length;
    const work = input.map(() => 0);
    const rowOf = (from: Float32Array, i: number) => from.subarray(i * size, (i + 1) * size);
    if (nodes) {
      for (let step = this.paths.start[word]!; step < this.paths.start[word + 1]!; step++) {
        const row = rowOf(nodes, this.paths.nodes[step]!);
        this.learn(input, work, [[row, 1 - this.paths.turns[step]!, false]]);
      }
    }
    if (negatives) {
      const noise = (): [Float32Array, number, boolean] => {
        const other = this.noiseWord();
        return [rowOf(negatives, other), 0, other === word];
      };
      const own: [Float32Array, number, boolean] = [rowOf(negatives, word), 1, false];
      this.learn(input, work, [own, noise(), noise()]);
      this.learn(input, work, [noise(), noise(), noise()]);
    }
    return work;
  }

  private word(i: number): Float32Array {
    return this.net.words.subarray(i * WIDTH, (i + 1) * WIDTH);
  }

  run(): void {
    const { model, window, flags } = this.method;
    const mean = (flags & flagBits({ mean: true })) !== 0;
    const add = (row: Float32Array, work: number[]) => row.forEach((_, i) => (row[i]! += work[i]!));
    for (const { tokens, tags } of SENTENCES) {
      const kept = tokens.filter((word) => !this.keep || this.keep[word]! >= this.random.next());
      const documents = tags.map((tag) =>
        this.net.documents.subarray(tag * WIDTH, (tag + 1) * WIDTH),
      );
      kept.forEach((word, i) => {
        if (model === 'dbow') {
          for (const row of documents) add(row, this.predict([...row], word));
          return;
        }
        if (model === 'dmConcat') {
          const places = Array.from({ length: 2 * window + 1 }, (_, k) => i - window + k).filter(
            (j) => j !== i,
          );
          const rows = [
            ...documents,
            ...places.map((j) => this.word(kept[j] ?? this.net.nullWord)),
          ];
          const work = this.predict(
            rows.flatMap((row) => [...row]),
            word,
          );
          rows.forEach((row, k) => add(row, work.slice(k * WIDTH, (k + 1) * WIDTH)));
          return;
        }
        const far = window - this.random.below(window);
        const near = kept.map((_, j) => j).filter((j) => j !== i && Math.abs(j - i) <= far);
        if (model === 'skipGram') {
          for (const j of near)
            add(this.word(kept[j]!), this.predict([...this.word(kept[j]!)], word));
          return;
        }
        const rows = near.map((j) => this.word(kept[j]!));
        if (model === 'dm') rows.push(...documents);
        if (rows.length === 0) return;
        const share = 1 / rows.length;
        const bag = Array.from({ length: WIDTH }, (_, k) => {
          return rows.reduce((sum, row) => sum + row[k]!, 0) * (mean ? share : 1);
        });
        const work = this.predict(bag, word).map((value) => value * (mean ? 1 : share));
        rows.forEach((row) => add(row, work));
      });
    }
  }
}

function makeNetwork(inputs: number, hs: boolean, negative: boolean): Network {
  const scaled = (rows: number, seed: number) =>
    formulaValues(rows * WIDTH, seed).map((x) => x / 2);
  return {
    vectorSize: WIDTH,
    words: scaled(COUNTS.length + 1, 1),
    documents: scaled(SENTENCES.length, 2),
    inputs,
    negatives: negative ? scaled(COUNTS.length * inputs, 3) : null,
    nodes: hs ? scaled((COUNTS.length - 1) * inputs, 4) : null,
    counts: COUNTS,
    subwords: null,
    nullWord: COUNTS.length,
  };
}

const CASES: [ModelName, { hs?: boolean; negative?: boolean; sample?: number; mean?: boolean }][] =
  [
    ['skipGram', { negative: true }],
    ['skipGram', { hs: true }],
    ['skipGram', { hs: true, negative: true, sample: 0.05 }],
    ['cbow', { negative: true }],
    ['cbow', { hs: true, sample: 0.05 }],
    ['cbow', { negative: true, mean: false }],
    ['dbow', { negative: true }],
    ['dm', { hs: true, mean: false }],
    ['dm', { negative: true, hs: true }],
    ['dmConcat', { negative: true }],
    ['dmConcat', { hs: true }],
  ];

describe('the kernel computes what its formulas say', () => {
  test.each(CASES)(
    '%s %j',
    async (model, { hs = false, negative = false, sample = 0, mean = true }) => {
      const window = 2;
      const inputs = model === 'dmConcat' ? 1 + 2 * window : 1;
      const method: Method = {
        model,
        window,
        negative: 5,
        nsExponent: 0.75,
        sample,
        flags: flagBits({
          shrinkWindows: true,
          mean,
          loss: true,
          learnWords: true,
          learnDocuments: true,
          learnOutput: true,
        }),
      };
      const expected = makeNetwork(inputs, hs, negative);
      const reference = new Reference(expected, method);
      reference.run();

      const network = makeNetwork(inputs, hs, negative);
      const session = await Session.open(network, method, 0);
      const runner = await session.start(0);
      const builder = new ChunkBuilder();
      for (const { tokens, tags } of SENTENCES) builder.add(tokens, tokens.length, tags);
      let loss = 0;
      const job = { chunk: builder.take(), model: MODELS[model], alpha: ALPHA, seed: SEED };
      await runner.submit(job, (result) => (loss = result.loss));
      session.save();
      for (const part of ['words', 'documents', 'negatives', 'nodes'] as const) {
        network[part]?.forEach((value, i) => expect(value).toBeCloseTo(expected[part]![i]!, 4));
      }
      expect(loss / reference.loss).toBeCloseTo(1, 4);
    },
  );
});

test('alias table draws in proportion', () => {
  const weights = [5, 1, 0, 10, 4];
  const { threshold, other } = aliasTable(weights);
  const share = weights.map(() => 0);
  threshold.forEach((bound, i) => {
    share[i]! += bound / 2 ** 32 / weights.length;
    share[other[i]!]! += (1 - bound / 2 ** 32) / weights.length;
  });
  share.forEach((value, i) => expect(value).toBeCloseTo(weights[i]! / 20, 6));
});

test('frequent words have short paths in the tree', () => {
  const { start, turns } = huffmanPaths(COUNTS);
  const code = (word: number) => [...turns.subarray(start[word], start[word + 1])].join('');
  const codes = COUNTS.map((_, word) => code(word));
  expect(codes[0]!.length).toBeLessThan(codes[6]!.length);
  // No code begins another one, and Kraft's sum is 1.
  expect(codes.some((a, i) => codes.some((b, j) => i !== j && b.startsWith(a)))).toBe(false);
  expect(codes.reduce((sum, each) => sum + 2 ** -each.length, 0)).toBe(1);
  expect(huffmanPaths([3]).nodes).toHaveLength(0);
});
