import { beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { activation } from './activation.js';
import { leakyReLU } from './leaky-relu.js';
import { reLU } from './relu.js';
import { Softmax, softmax } from './softmax.js';

testLayer({
  layer: Softmax,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Softmax.json'),
});

describe('activation layers', () => {
  beforeAll(() => useTestBackend('cpu'));

  test('a mask leaves entries out', () => {
    const mask = tf.tensor(
      [
        [1, 1, 0],
        [0, 0, 0],
      ],
      undefined,
      'bool',
    );
    const y = softmax()
      .apply(tf.zeros([2, 3]), { mask })
      .dataSync();
    expect([...y]).toEqual([0.5, 0.5, 0, 0, 0, 0]);
  });

  test('bad options', () => {
    expect(() => softmax({ axes: 1 } as never)).toThrow(UnknownOptionError);
    expect(() => activation({ activation: 'sigmoidal' })).toThrow(NotFoundError);
    expect(() => reLU({ maxValue: -1 })).toThrow(ValueError);
    expect(() => leakyReLU({ negativeSlope: -1 })).toThrow(ValueError);
  });
});
