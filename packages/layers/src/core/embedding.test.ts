import { beforeAll, describe, expect, test } from '@jest/globals';
import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testBackends, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { globalAveragePooling1d } from '../pooling/global-average-pooling1d.js';
import { Embedding, embedding } from './embedding.js';

testLayer({
  layer: Embedding,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Embedding.json'),
});

describe.each(testBackends)('Embedding on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('hides zeros from a later layer', () => {
    const words = embedding({ inputDim: 5, outputDim: 2, maskZero: true });
    const mean = globalAveragePooling1d();
    const before = tf.memory().numTensors;
    const y = tf.tidy(() => {
      const ids = tf.tensor2d([[3, 1, 0, 0]], [1, 4], 'int32');
      return mean.apply(words.apply(ids)).dataSync();
    });
    expect(tf.memory().numTensors).toBe(before + 1);
    const rows = words.embeddings.read().arraySync() as number[][];
    [0, 1].forEach((i) => expect(y[i]).toBeCloseTo((rows[3]![i]! + rows[1]![i]!) / 2, 5));
    words.dispose();
  });

  test('takes whole numbers kept as float32', () => {
    const layer = embedding({ inputDim: 4, outputDim: 3 });
    const ids = [3, 0, 2];
    const [a, b] = (['int32', 'float32'] as const).map((type) =>
      layer.apply(tf.tensor1d(ids, type)).dataSync(),
    );
    expect(a).toEqual(b);
    layer.dispose();
  });
});

test('bad options', () => {
  expect(() => embedding({ inputDim: 0, outputDim: 2 })).toThrow(ValueError);
  expect(() => embedding({ inputDim: 3, outputDim: 2, zeroMask: true } as never)).toThrow(
    UnknownOptionError,
  );
});

test('inputLength is the shape of a sample', () => {
  expect(embedding({ inputDim: 3, outputDim: 2, inputLength: 7 }).batchInputShape).toEqual([
    null,
    7,
  ]);
});
