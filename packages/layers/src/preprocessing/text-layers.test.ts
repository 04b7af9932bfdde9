import { beforeAll, describe, expect, test } from '@jest/globals';
import { toCamelCase } from '@ibexjs/core';
import { readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { deserializeLayer, serializeLayer, type SerializedLayer } from '../engine/serialization.js';
import { CategoryEncoding } from './category-encoding.js';
import { Hashing } from './hashing.js';
import { IntegerLookup } from './integer-lookup.js';
import { StringLookup } from './string-lookup.js';
import { TextVectorization } from './text-vectorization.js';

interface Values {
  shape: number[];
  values: (string | number)[];
}

interface Case {
  kind: keyof typeof CLASSES;
  options: Record<string, unknown>;
  adapt: (string | number)[][] | null;
  inputs: Values;
  output: Values;
  config: Record<string, unknown>;
  vocabulary?: (string | number)[];
}

const CLASSES = { CategoryEncoding, Hashing, IntegerLookup, StringLookup, TextVectorization };
const cases = readFixture<Case[]>(import.meta.url, '../../fixtures/text-layers.json');

function makeTensor({ shape, values }: Values): tf.Tensor {
  const dtype = typeof values[0] === 'string' ? 'string' : 'int32';
  return tf.tensor(values, shape, dtype);
}

/** What differs from Keras on purpose: the vocabulary learned stands in the config, int64 is int32. */
const NOT_COMPARED = new Set([
  'name',
  'dtype',
  'vocabulary',
  'idf_weights',
  'vocabulary_size',
  'sparse',
]);

describe.each([...testBackends])('%s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(cases.map((each) => [`${each.kind} ${JSON.stringify(each.options)}`, each] as const))(
    'equals Keras: %s',
    async (_, kase) => {
      const before = tf.memory().numTensors;
      const options = Object.fromEntries(
        Object.entries(kase.options).map(([name, value]) => [toCamelCase(name), value]),
      );
      const layer = new CLASSES[kase.kind](options as never);
      if (kase.adapt !== null && 'adapt' in layer) await layer.adapt(kase.adapt as never);
      if (kase.vocabulary && 'getVocabulary' in layer) {
        expect(layer.getVocabulary()).toEqual(kase.vocabulary);
      }
      const check = async (tested: typeof layer) => {
        const inputs = makeTensor(kase.inputs);
        const output = tested.apply<tf.Tensor>(inputs);
        expect(output.shape).toEqual(kase.output.shape);
        const values = Array.from((await output.data()) as unknown as (string | number)[]);
        values.forEach((value, i) => {
          const expected = kase.output.values[i]!;
          if (typeof value === 'string') expect(value).toBe(expected);
          else expect(value).toBeCloseTo(Number(expected), 5);
        });
        const shape = tested.computeOutputShape(inputs.shape);
        shape.forEach((size, axis) => size !== null && expect(size).toBe(output.shape[axis]));
        tf.dispose([inputs, output]);
      };
      await check(layer);
      for (const [key, value] of Object.entries(kase.config)) {
        if (!NOT_COMPARED.has(key)) expect([key, layer.getConfig()[key]]).toEqual([key, value]);
      }
      const stored = JSON.parse(JSON.stringify(serializeLayer(layer))) as SerializedLayer;
      await check(deserializeLayer(stored) as typeof layer);
      layer.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

describe('what goes wrong is said', () => {
  beforeAll(() => useTestBackend('cpu'));

  test('lookups', async () => {
    const words = tf.tensor(['a', 'b']);
    expect(() => new StringLookup().apply(words)).toThrow(/call adapt/);
    const strict = new StringLookup({ vocabulary: ['a'], numOovIndices: 0 });
    expect(() => strict.apply(words)).toThrow(/"b" is not in the vocabulary/);
    expect(() => new StringLookup({ vocabulary: ['a', 'a'] })).toThrow(/twice/);
    expect(() => new StringLookup({ vocabulary: ['b', 'm'], maskToken: 'm' })).toThrow(
      /mask token/,
    );
    expect(() => new StringLookup({ vocabulary: [] })).toThrow(/empty/);
    expect(() => new StringLookup({ maxTokens: 2, vocabulary: ['a', 'b'] })).toThrow(
      /more than maxTokens/,
    );
    expect(() => new StringLookup({ maxTokens: 1 })).toThrow(/greater than 1/);
    expect(() => new StringLookup({ padToMaxTokens: true })).toThrow(/needs maxTokens/);
    expect(() => new StringLookup({ invert: true, outputMode: 'count' })).toThrow(/invert/);
    expect(() => new StringLookup({ outputMode: 'tf_idf', vocabulary: ['a'] })).toThrow(
      /idfWeights/,
    );
    expect(() => new IntegerLookup({ numOovIndices: -1 })).toThrow(/numOovIndices/);
    await expect(new StringLookup().adapt([])).rejects.toThrow(/no tokens/);
    await expect(new StringLookup().adapt('text' as unknown as string[])).rejects.toThrow(
      /adapt takes/,
    );
    words.dispose();
  });

  test('others', () => {
    expect(() => new Hashing({ numBins: 0 })).toThrow(/numBins/);
    expect(() => new Hashing({ numBins: 3, salt: [1] })).toThrow(/salt/);
    expect(() => new CategoryEncoding({ numTokens: 3, outputMode: 'int' as 'count' })).toThrow(
      /'one_hot'/,
    );
    expect(() => new TextVectorization({ outputMode: 'count', outputSequenceLength: 3 })).toThrow(
      /belongs to/,
    );
    const own = new TextVectorization({ split: (text) => text.split('|'), vocabulary: ['a'] });
    expect(() => own.getConfig()).toThrow(/function/);
    const pairs = tf.tensor2d([['a', 'b']], [1, 2], 'string');
    expect(() => own.apply(pairs)).toThrow(/splits texts itself/);
    pairs.dispose();
  });
});

test('adapt takes tensors and batches as they come, and countWeights weigh', async () => {
  await useTestBackend('cpu');
  async function* batches() {
    yield ['x y', 'y'];
    yield tf.tensor(['y z z z z']);
    yield ['never'];
  }
  const layer = new TextVectorization();
  await layer.adapt(batches(), 2);
  expect(layer.getVocabulary()).toEqual(['', '[UNK]', 'z', 'y', 'x']);
  const encoding = new CategoryEncoding({ numTokens: 3, outputMode: 'count' });
  const weights = tf.tensor2d([[0.5, 2]]);
  const output = encoding.apply<tf.Tensor>(tf.tensor2d([[1, 1]]), { countWeights: weights });
  expect([...(await output.data())]).toEqual([0, 2.5, 0]);
});
