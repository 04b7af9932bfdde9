import { beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError, ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { Dense, dense } from './dense.js';

testLayer({
  layer: Dense,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Dense.json'),
});

describe('Dense, badly used', () => {
  beforeAll(() => useTestBackend('cpu'));

  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    ['unknown option', () => dense({ units: 2, unit: 3 } as never), UnknownOptionError],
    ['no units', () => dense({} as never), ValueError],
    ['fraction of a unit', () => dense({ units: 1.5 }), ValueError],
    ['unknown activation', () => dense({ units: 2, activation: 'rulu' }), NotFoundError],
    ['unknown initializer', () => dense({ units: 2, kernelInitializer: 'one-ish' }), NotFoundError],
    ['input of 1 dimension', () => dense({ units: 2 }).apply(tf.zeros([3])), ShapeError],
    ['unknown number of features', () => dense({ units: 2 }).build([null, null]), ShapeError],
  ])('%s', (_name, run, error) => {
    expect(run).toThrow(error);
  });

  test('another number of features than it was built for', () => {
    const layer = dense({ units: 2, name: 'scores' });
    layer.build([null, 4]);
    expect(() => layer.apply(tf.zeros([1, 5]))).toThrow(
      'Layer scores expects its input to have size 4 along axis -1; received shape (1, 5).',
    );
    layer.dispose();
  });

  test('the unknown option names its neighbour', () => {
    expect(() => dense({ unts: 2 } as never)).toThrow(
      'Dense: unknown option "unts". Did you mean "units"?',
    );
  });

  test('regularizers and constraints reach the variables', () => {
    const layer = dense({ units: 2, kernelRegularizer: 'l2', biasConstraint: 'nonNeg' });
    layer.build([null, 3]);
    expect(layer.kernel.regularizer).not.toBeNull();
    expect(layer.bias!.constraint).not.toBeNull();
    layer.dispose();
  });
});
