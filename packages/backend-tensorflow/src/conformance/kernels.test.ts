import '@ibexjs/core';

import { expect, test } from '@jest/globals';
import { testKernels } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

const seen = testKernels('tensorflow');

const NOT_COMPARED = ['Multinomial', 'Draw'];

test('every kernel of the cpu backend exists on tensorflow and was compared', () => {
  const names = (backend: string) => tf.getKernelsForBackend(backend).map((k) => k.kernelName);
  const own = names('tensorflow');
  expect(names('cpu').filter((name) => !own.includes(name))).toEqual([]);
  const compared = (name: string) => seen.has(name) || NOT_COMPARED.includes(name);
  expect(names('cpu').filter((name) => !compared(name))).toEqual([]);
});
