import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { profile } from '@ibexjs/core';
import { dense } from '@ibexjs/layers';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { sequential } from '../factories.js';

describe.each(testBackends)('profiles of training on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  function setUp() {
    const model = sequential({
      layers: [
        dense({ units: 3, inputShape: [4], activation: 'tanh', name: 'first' }),
        dense({ units: 1, name: 'last' }),
      ],
      name: 'net',
    });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const [x, y] = [tf.ones([8, 4]), tf.ones([8, 1])];
    const fit = () => model.fit(x, y, { epochs: 2, batchSize: 4, verbose: 0 });
    return { fit, free: () => (tf.dispose([x, y]), model.dispose()) };
  }

  test('name each layer, the loss and the optimizer', async () => {
    const { fit, free } = setUp();
    const { layers } = await profile(fit);
    const names = layers.map(({ name }) => name);
    for (const name of ['net/first', 'net/last', '(loss)', '(optimizer)', '(metrics)']) {
      expect(names).toContain(name);
    }
    expect(layers.find(({ name }) => name === 'net/first')!.backwardMs).toBeGreaterThan(0);
    free();
  });

  test('are printed with IBEX_PROFILE=1', async () => {
    const { fit, free } = setUp();
    const print = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    process.env['IBEX_PROFILE'] = '1';
    try {
      await fit();
    } finally {
      delete process.env['IBEX_PROFILE'];
    }
    const text = print.mock.calls.flat().join('\n');
    print.mockRestore();
    expect(text).toContain('fit profile:');
    expect(text).toContain('net/first');
    free();
  });
});
