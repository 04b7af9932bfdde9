import { describe, expect, test } from '@jest/globals';
import { toCamelCase } from '@ibexjs/core';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { pythonHash } from '../hash/python-hash.js';
import { hashingTrick, oneHot } from './hashing-trick.js';
import { padSequences } from './pad-sequences.js';
import { makeSamplingTable } from './sampling-table.js';
import { skipgrams } from './skipgrams.js';
import { textToWordSequence } from './text-to-word-sequence.js';
import { TimeseriesGenerator, type TimeseriesGeneratorOptions } from './timeseries-generator.js';

type Options = Record<string, unknown>;

interface Fixture {
  sentences: string[];
  hashing: { oneHot: number[][]; md5: number[][] };
  pad: { data: number[][]; options: Options; shape: number[]; values: number[] }[];
  samplingTable: { default: number[]; factor: number[] };
  skipgrams: {
    words: number[];
    cases: {
      seed: number;
      options: Options;
      table: number[] | null;
      couples: unknown;
      labels: unknown;
    }[];
  };
  timeseries: {
    options: Options;
    length: number;
    shape: number[];
    xs: number[];
    ys: number[];
  }[];
  pythonHash: [string, string][];
}

const keras = readFixture<Fixture>(import.meta.url, '../../fixtures/keras.json');
const camel = (options: Options) =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [toCamelCase(name), value]));

describe('textToWordSequence', () => {
  test('splits as Keras does', () => {
    expect(textToWordSequence("It's 4.50, isn't-it?")).toEqual(["it's", '4', '50', "isn't", 'it']);
    expect(textToWordSequence('A-B C', { filters: 'A', lower: false })).toEqual(['-B', 'C']);
    expect(textToWordSequence('a^b]c\\d', { filters: '^]\\', split: '/' })).toEqual([...'abcd']);
    expect(textToWordSequence('')).toEqual([]);
  });

  test('names unknown options', () => {
    expect(() => textToWordSequence('a', { filter: '' } as object)).toThrow(/Did you mean/);
  });
});

describe('hashing', () => {
  test('pythonHash is hash() under PYTHONHASHSEED=0', () => {
    for (const [word, hash] of keras.pythonHash) expect(String(pythonHash(word))).toBe(hash);
  });

  test('oneHot equals Keras', () => {
    expect(keras.sentences.map((text) => oneHot(text, 300))).toEqual(keras.hashing.oneHot);
  });

  test('hashingTrick with md5 equals Keras', () => {
    const hashed = keras.sentences.map((text) => {
      return hashingTrick(text, 30000, { hashFunction: 'md5' });
    });
    expect(hashed).toEqual(keras.hashing.md5);
  });

  test('other hashes, own function, bad input', () => {
    // murmurhash3_32('foo', seed=0) of scikit-learn is -156908512
    expect(hashingTrick('foo', 1001, { hashFunction: 'murmur3' })).toEqual([489]);
    expect(hashingTrick('A B', 4, { hashFunction: 'farmhash64', lower: false })).toEqual([2, 1]);
    expect(hashingTrick('a bb', 10, { hashFunction: (word) => -word.length })).toEqual([9, 8]);
    expect(() => hashingTrick('a', 1)).toThrow(/2 at least/);
    expect(() => hashingTrick('a', 9, { hashFunction: 'sha1' as 'md5' })).toThrow(/'farmhash64'/);
  });
});

describe('padSequences', () => {
  test('equals Keras', async () => {
    await useTestBackend('cpu');
    for (const { data, options, shape, values } of keras.pad) {
      const padded = padSequences(data, camel(options));
      expect(padded.shape).toEqual(shape);
      expect([...(await padded.data())]).toEqual(values);
      expect(padded.dtype).toBe(options['dtype'] ?? 'int32');
      padded.dispose();
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('says what is wrong', () => {
    expect(() => padSequences([1, 2] as unknown as number[][])).toThrow(/entry 0 is 1/);
    expect(() => padSequences([[[1, 2]], [[1]]])).toThrow(/another shape/);
    expect(() => padSequences([[1]], { padding: 'middle' as 'pre' })).toThrow(/'pre', 'post'/);
  });
});

test('makeSamplingTable equals Keras', () => {
  const near = (ours: Iterable<number>, theirs: number[]) => {
    Array.from(ours).forEach((value, i) => expect(value).toBeCloseTo(theirs[i]!, 7));
  };
  near(
    makeSamplingTable(500).filter((_, i) => i % 7 === 0),
    keras.samplingTable.default,
  );
  near(makeSamplingTable(50, 1e-3), keras.samplingTable.factor);
});

describe('skipgrams', () => {
  test('equal Keras with the same seed', () => {
    const { words, cases } = keras.skipgrams;
    for (const { seed, options, table, couples, labels } of cases) {
      const samplingTable = table ?? undefined;
      const ours = skipgrams(words, 10, { ...camel(options), seed, samplingTable });
      expect(ours).toEqual({ couples, labels });
    }
  });

  test('edge cases', () => {
    expect(skipgrams([1], 5)).toEqual({ couples: [], labels: [] });
    expect(() => skipgrams([1, 2], 1)).toThrow(/vocabularySize of 2/);
    expect(() => skipgrams([9, 2], 10, { samplingTable: [1, 1, 1] })).toThrow(/word 9 lies/);
  });
});

describe('TimeseriesGenerator', () => {
  const data = Array.from({ length: 50 }, (_, i) => [i, 10 * i]);
  const targets = Array.from({ length: 50 }, (_, i) => [i + 0.5]);
  const generatorOf = (options: object) =>
    new TimeseriesGenerator(data, targets, options as TimeseriesGeneratorOptions);

  test('equals Keras, from arrays and from tensors', async () => {
    await useTestBackend('cpu');
    for (const { options, length, shape, xs, ys } of keras.timeseries) {
      const series = tf.tensor2d(data);
      const labels = tf.tensor2d(targets);
      const fromTensors = new TimeseriesGenerator(
        series,
        labels,
        camel(options) as unknown as TimeseriesGeneratorOptions,
      );
      for (const generator of [generatorOf(camel(options)), fromTensors]) {
        expect(generator.length).toBe(length);
        const batch = generator.getItem(length - 1);
        expect(batch.xs.shape).toEqual(shape);
        expect([...(await batch.xs.data())]).toEqual(xs);
        expect([...(await batch.ys.data())]).toEqual(ys);
        tf.dispose(batch);
      }
      tf.dispose([series, labels]);
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('draws at random with a seed', async () => {
    const draw = async () => {
      const generator = generatorOf({ length: 2, batchSize: 60, shuffle: true, seed: 4 });
      const { xs, ys } = generator.getItem(0);
      const values = [...(await xs.data())];
      tf.dispose([xs, ys]);
      return values;
    };
    expect(await draw()).toEqual(await draw());
  });

  test('says what is wrong', () => {
    expect(() => generatorOf({ length: 60 })).toThrow(/no window fits/);
    expect(() => new TimeseriesGenerator([1, 2], [1], { length: 1 })).toThrow(/targets 1/);
    expect(() => generatorOf({ length: 5 }).getItem(9)).toThrow(/no batch 9/);
  });
});
