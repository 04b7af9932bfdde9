import { describe, expect, test } from '@jest/globals';
import { formulaValues, readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { Tokenizer } from '../tokenizer/tokenizer.js';
import { KeyedVectors, type ScoredKey } from './keyed-vectors.js';
import { transportCost } from './transport.js';

interface Fixture {
  words: string[];
  size: number;
  seed: number;
  similarity: number;
  nSimilarity: number;
  mostSimilar: ScoredKey[];
  restricted: ScoredKey[];
  cosmul: ScoredKey[];
  doesntMatch: string;
  distances: number[];
  wmd: { a: string[]; b: string[]; distance: number }[];
  pairs: string;
  pearson: number;
  spearman: number;
}

const gold = readFixture<Fixture>(import.meta.url, '../../fixtures/vectors.json');
const make = () =>
  KeyedVectors.from(gold.words, formulaValues(gold.words.length * gold.size, gold.seed));
const near = (scores: ScoredKey[]) =>
  scores.map(([word, score]) => [word, expect.closeTo(score, 5)]);

describe('KeyedVectors gives what the formulas of gensim give', () => {
  const vectors = make();

  test('similarities and distances', () => {
    expect(vectors.similarity('king', 'queen')).toBeCloseTo(gold.similarity, 5);
    expect(vectors.distance('king', 'queen')).toBeCloseTo(1 - gold.similarity, 5);
    const n = vectors.nSimilarity(['king', 'queen', 'man'], ['river', 'boat']);
    expect(n).toBeCloseTo(gold.nSimilarity, 5);
    expect([...vectors.distances('man')]).toEqual(gold.distances.map((d) => expect.closeTo(d, 5)));
    expect(vectors.distances('man', ['dog'])[0]).toBeCloseTo(gold.distances[7]!, 5);
  });

  test('nearest words', () => {
    const query = { positive: ['woman', 'king'], negative: ['man'], topn: 5 };
    expect(vectors.mostSimilar(query)).toEqual(near(gold.mostSimilar));
    expect(vectors.mostSimilarCosmul(query)).toEqual(near(gold.cosmul));
    expect(vectors.similarByKey('cat', 2, 4)).toEqual(near(gold.restricted));
    expect(vectors.mostSimilar({ positive: 'cat', topn: 2, restrictVocab: 4 })).toEqual(
      near(gold.restricted),
    );
    const weighted = {
      positive: [
        ['woman', 1],
        ['king', 1],
        ['man', -1],
      ] as [string, number][],
      topn: 5,
    };
    expect(vectors.mostSimilar(weighted)).toEqual(near(gold.mostSimilar));
    expect(vectors.similarByVector(vectors.getVector('cat'), 1)[0]![0]).toBe('cat');
    expect(vectors.rank('cat', vectors.mostSimilar('cat')[1]![0])).toBe(2);
  });

  test('the odd one out, and distances of documents', () => {
    expect(vectors.doesntMatch([...gold.words.slice(0, 6), 'unicorn'])).toBe(gold.doesntMatch);
    for (const { a, b, distance } of gold.wmd)
      expect(vectors.wmdistance(a, b)).toBeCloseTo(distance, 5);
    expect(vectors.wmdistance(['cat'], ['cat'])).toBeCloseTo(0);
    expect(vectors.wmdistance(['unicorn'], ['cat'])).toBe(Infinity);
  });

  test('agreement with people', () => {
    const result = vectors.evaluateWordPairs(gold.pairs);
    expect(result.pearson).toBeCloseTo(gold.pearson, 5);
    expect(result.spearman).toBeCloseTo(gold.spearman, 5);
    expect(result.oovRatio).toBeCloseTo(1 / 6);
    expect(() => vectors.evaluateWordPairs('')).toThrow(/0 pairs/);
  });
});

test('analogies', () => {
  const vectors = KeyedVectors.from(
    ['man', 'woman', 'king', 'queen', 'boat'],
    [
      [1, 0, 0.1],
      [1, 1, 0.1],
      [3, 0, 1],
      [3, 1, 1],
      [-1, 0.3, 0],
    ],
  );
  const text =
    ': royal\nman woman king queen\nMAN woman KING boat\n: none\nman woman king unicorn\n';
  const result = vectors.evaluateWordAnalogies(text);
  expect(result).toMatchObject({ score: 0.5, correct: 1, asked: 2, skipped: 1 });
  expect(result.sections.map(({ section }) => section)).toEqual(['royal', 'none']);
  expect(vectors.evaluateWordAnalogies(text, { dummy4unknown: true }).asked).toBe(3);
  expect(() => vectors.evaluateWordAnalogies('man woman king')).toThrow(/line 1/);
});

describe('KeyedVectors', () => {
  test('adds and replaces vectors, scales them to length 1', () => {
    const vectors = KeyedVectors.from(['a'], [[3, 4]]);
    vectors.addVectors(
      ['a', 'b'],
      [
        [9, 9],
        [0, 2],
      ],
    );
    expect([...vectors.vectors]).toEqual([3, 4, 0, 2]);
    vectors.addVectors(['a'], [[6, 8]], true);
    expect([...vectors.fillNorms()]).toEqual([10, 2]);
    vectors.unitNormalizeAll();
    expect([...vectors.vectors]).toEqual([6, 8, 0, 10].map((x) => expect.closeTo(x / 10, 6)));
  });

  test('says what is wrong', () => {
    const vectors = make();
    expect(() => vectors.similarity('king', 'quen')).toThrow(/'quen' is not present.*'queen'/);
    expect(() => vectors.addVectors(['x'], [[1, 2]])).toThrow(/has 2 numbers; 8/);
    expect(() => vectors.addVectors(['x'], [[NaN, 1, 2, 3, 4, 5, 6, 7]])).toThrow(/holds NaN/);
    expect(() => vectors.addVectors(['x'], [])).toThrow(/1 keys/);
    expect(() => vectors.mostSimilar({})).toThrow(/give words/);
    expect(() => vectors.mostSimilar({ positive: 'cat', topn: 0 })).toThrow(/topn/);
    expect(() => vectors.doesntMatch(['x', 'y'])).toThrow(/none of/);
    expect(() => KeyedVectors.from(['a', 'a'], Float32Array.of(1, 2))).toThrow(/twice/);
  });

  test('become an Embedding layer', async () => {
    await useTestBackend('cpu');
    const tokenizer = new Tokenizer({ numWords: 4 });
    tokenizer.fitOnTexts(['cat cat cat unicorn unicorn dog boat']);
    const config = make().toEmbedding(tokenizer, { trainable: false });
    expect(config).toMatchObject({ inputDim: 4, outputDim: 8, trainable: false });
    const rows = await config.weights[0].array();
    expect(rows[1]).toEqual([...make().getVector('cat')]);
    expect(rows[2]).toEqual(new Array(8).fill(0));
    const noisy = make().toEmbedding(tokenizer, { unknownScale: 0.25, seed: 1 });
    expect((await noisy.weights[0].array())[2]!.every((x) => Math.abs(x) <= 0.25 && x !== 0)).toBe(
      true,
    );
    const all = make().toEmbedding();
    expect(all.inputDim).toBe(12);
    tf.dispose([config.weights, noisy.weights, all.weights]);
    expect(tf.memory().numTensors).toBe(0);
  });
});

test('transportCost finds the cheapest way', () => {
  expect(
    transportCost(
      [0.5, 0.5],
      [0.5, 0.5],
      [
        [0, 1],
        [1, 0],
      ],
    ),
  ).toBeCloseTo(0);
  expect(
    transportCost(
      [0.6, 0.4],
      [0.3, 0.7],
      [
        [1, 2],
        [4, 1],
      ],
    ),
  ).toBeCloseTo(0.3 + 0.6 + 0.4);
});
