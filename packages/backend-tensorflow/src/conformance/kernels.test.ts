import '@ibexjs/core';

import { expect, test } from '@jest/globals';
import { describeTensorFlow, testKernels, type KnownDifferences } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

const known: KnownDifferences = {
  'sign of special values': { because: 'the sign of NaN is NaN, as in Keras; tfjs says 0' },
  'nonMaxSuppression that lowers scores': {
    because: 'TensorFlow only lowers the scores of boxes that overlap; tfjs drops some',
  },
};

/** Kernels that cannot be compared: random numbers, and drawing, which needs a canvas. */
const NOT_COMPARED = ['Multinomial', 'Draw'];

await describeTensorFlow('kernels', () => {
  const seen = testKernels('tensorflow', { known });

  test('every kernel of the cpu backend exists on tensorflow and was compared', () => {
    const names = (backend: string) => tf.getKernelsForBackend(backend).map((k) => k.kernelName);
    const own = names('tensorflow');
    expect(names('cpu').filter((name) => !own.includes(name))).toEqual([]);
    const compared = (name: string) => seen.has(name) || NOT_COMPARED.includes(name);
    expect(names('cpu').filter((name) => !compared(name))).toEqual([]);
  });
});
