import '@ibexjs/core';

import { expect, test } from '@jest/globals';
import { testKernels } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

const seen = testKernels('wasm');

/** Kernels that cannot be compared: random numbers, and drawing, which needs a canvas. */
const NOT_COMPARED = ['Multinomial', 'Draw'];

test('every kernel of the cpu backend exists on wasm and was compared', () => {
  const names = (backend: string) => tf.getKernelsForBackend(backend).map((k) => k.kernelName);
  const wasm = names('wasm');
  expect(names('cpu').filter((name) => !wasm.includes(name))).toEqual([]);
  const compared = (name: string) => seen.has(name) || NOT_COMPARED.includes(name);
  expect(names('cpu').filter((name) => !compared(name))).toEqual([]);
});
