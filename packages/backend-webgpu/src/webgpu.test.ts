import { beforeAll, describe, expect, test } from '@jest/globals';
import { BackendError, statelessRandom, statelessValues } from '@ibexjs/core';
import { testKernels, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { probe } from './adapter.js';
import type { IbexWebGPUBackend } from './backend.js';

/** Some of each family; the whole suite has a command of its own, since it takes a while. */
const SMOKE = [
  ...['exp of special values', 'add of [2,3,5] and [5]', 'casts'],
  ...['sum over [0,2], keepDims false', 'max of int32', 'sum of nothing'],
  ...['matMul [3] 5 x 7 x 3, transposed false true', 'matMul [] 3 x 0 x 4, transposed true true'],
  ...['conv2d [2,7,6,1] [3,2,1,5] / 2, dilation 1, same', 'transpose int32 [3,5,7] by [2,0,1]'],
  ...['unsortedSegmentSum', 'bitwiseAnd', 'unique', 'complex shapes', 'transform'],
];

const missing = await probe().then(
  () => undefined,
  (error: Error) => error.message,
);

if (missing) test.skip(`WebGPU (skipped: ${missing})`, () => undefined);
else {
  describe('a part of the conformance suite', () => {
    testKernels('webgpu', { only: (name) => SMOKE.includes(name) });
  });

  describe('the backend', () => {
    beforeAll(() => useTestBackend('webgpu'));

    test.each([
      [0, 0, 0, 0],
      [-1, -2, 2 ** 31 - 1, -(2 ** 31)],
    ])('random numbers of state %j %j %j %j are those of core', async (...state) => {
      for (const distribution of ['uniform', 'normal', 'truncatedNormal'] as const) {
        const keys = tf.tensor1d(state, 'int32');
        const numbers = statelessRandom([3, 1667], keys, distribution);
        const values = await numbers.data();
        tf.dispose([keys, numbers]);
        const expected = statelessValues(5001, state, distribution);
        // uniform numbers are exact; the normal ones are rounded some times more
        const tolerance = distribution === 'uniform' ? 0 : 3e-6;
        const errors = values.map((v, i) => Math.abs(v - expected[i]!));
        expect(Math.max(...errors)).toBeLessThanOrEqual(tolerance);
      }
    });

    test('an error of the GPU is an exception at the next read', async () => {
      const backend = tf.backend() as IbexWebGPUBackend;
      const x = tf.square(tf.tensor1d([1, 2]));
      backend.device.createShaderModule({ code: 'this is no WGSL' });
      await expect(x.data()).rejects.toThrow(BackendError);
      expect([...(await x.data())]).toEqual([1, 4]);
      x.dispose();
    });

    test('a synchronous read says what to do instead', async () => {
      const x = tf.square(tf.tensor1d([3]));
      expect(() => x.dataSync()).toThrow(/await x.data\(\)/);
      await x.data();
      expect([...x.dataSync()]).toEqual([9]);
      x.dispose();
    });

    test('tensors go to another backend after they were fetched', async () => {
      const x = tf.square(tf.tensor1d([1, 2, 3]));
      await (tf.backend() as IbexWebGPUBackend).fetchAll();
      await useTestBackend('cpu');
      const y = tf.neg(x);
      expect([...y.dataSync()]).toEqual([-1, -4, -9]);
      tf.dispose([x, y]);
      await useTestBackend('webgpu');
    });
  });
}
