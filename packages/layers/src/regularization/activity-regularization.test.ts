import { beforeAll, expect, test } from '@jest/globals';
import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { ActivityRegularization, activityRegularization } from './activity-regularization.js';

testLayer({
  layer: ActivityRegularization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ActivityRegularization.json'),
});

beforeAll(() => useTestBackend('cpu'));

test('the penalty is in losses, a share for each sample', () => {
  tf.tidy(() => {
    const layer = activityRegularization({ l1: 0.1, l2: 0.5 });
    layer.apply(
      tf.tensor2d([
        [1, -2],
        [0, 3],
      ]),
    );
    expect(layer.losses).toHaveLength(1);
    expect(layer.losses[0]!.dataSync()[0]).toBeCloseTo((0.1 * 6 + 0.5 * 14) / 2, 5);
  });
});

test('bad options', () => {
  expect(() => activityRegularization({ l1: -1 })).toThrow(ValueError);
  expect(() => activityRegularization({ l3: 1 } as never)).toThrow(UnknownOptionError);
});
