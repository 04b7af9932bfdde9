import { beforeAll, describe, expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { BatchNormalization, batchNormalization } from './batch-normalization.js';

testLayer({
  layer: BatchNormalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/BatchNormalization.json'),
});

describe('BatchNormalization', () => {
  beforeAll(() => useTestBackend('cpu'));

  test('a frozen layer neither uses nor follows the batch', () => {
    const layer = batchNormalization();
    layer.build([null, 2]);
    layer.trainable = false;
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const y = layer.apply(x, { training: true }).dataSync();
    [1, 2, 3, 4].forEach((v, i) => expect(y[i]).toBeCloseTo(v / Math.sqrt(1.001), 5));
    expect([...layer.movingMean.read().dataSync()]).toEqual([0, 0]);
    layer.dispose();
  });

  test('bad input', () => {
    expect(() => batchNormalization({ eps: 1 } as never)).toThrow(UnknownOptionError);
    expect(() => batchNormalization({ axis: 2 }).build([null, 3])).toThrow(ShapeError);
    expect(() => batchNormalization().build([null, null])).toThrow(ShapeError);
    const layer = batchNormalization();
    layer.build([null, 3, 2]);
    const mask = tf.ones([4], 'bool');
    expect(() => layer.apply(tf.zeros([4, 3, 2]), { training: true, mask })).toThrow(ShapeError);
  });
});
