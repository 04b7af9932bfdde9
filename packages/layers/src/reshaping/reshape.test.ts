import { beforeAll, describe, expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { input } from '../engine/input-layer.js';
import { cropping2d } from './cropping2d.js';
import { flatten } from './flatten.js';
import { permute } from './permute.js';
import { repeatVector } from './repeat-vector.js';
import { Reshape, reshape } from './reshape.js';
import { upSampling2d } from './up-sampling2d.js';
import { zeroPadding2d } from './zero-padding2d.js';

testLayer({
  layer: Reshape,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Reshape.json'),
});

describe('reshaping', () => {
  beforeAll(() => useTestBackend('cpu'));

  test('whole numbers stay whole', () => {
    const x = input({ shape: [4], dtype: 'int32' });
    expect(reshape({ targetShape: [2, 2] }).apply(x).dtype).toBe('int32');
    expect(flatten().apply(x).dtype).toBe('int32');
  });

  test('unknown sizes stay unknown', () => {
    expect(reshape({ targetShape: [2, -1] }).computeOutputShape([null, null, 4])).toEqual([
      null,
      2,
      null,
    ]);
    expect(flatten().computeOutputShape([null, null, 4])).toEqual([null, null]);
  });

  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    ['unknown option', () => reshape({ shape: [2] } as never), UnknownOptionError],
    ['two unknown sizes', () => reshape({ targetShape: [-1, -1] }), ValueError],
    [
      'another number of entries',
      () => reshape({ targetShape: [5] }).apply(tf.zeros([2, 4])),
      ShapeError,
    ],
    ['no order', () => permute({ dims: [1, 3] }), ValueError],
    ['input of 3 dimensions', () => repeatVector({ n: 2 }).apply(tf.zeros([1, 2, 3])), ShapeError],
    ['negative padding', () => zeroPadding2d({ padding: -1 }), ValueError],
    ['nothing left', () => cropping2d({ cropping: 2 }).apply(tf.zeros([1, 4, 5, 1])), ShapeError],
    ['unknown interpolation', () => upSampling2d({ interpolation: 'cubic' as never }), ValueError],
  ])('%s', (_name, run, error) => {
    expect(run).toThrow(error);
  });
});
