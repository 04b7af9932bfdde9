import { Callback } from '@ibexjs/callbacks';
import { dense } from '@ibexjs/layers';
import { useTestBackend } from '@ibexjs/testing';
import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { registerCallbackConstructor, sequential } from '../index.js';

beforeAll(() => useTestBackend('cpu'));

let epochs = 0;

class Counter extends Callback {
  override onEpochEnd(): void {
    epochs++;
  }
}

test('a registered callback listens to every fit that is verbose enough', async () => {
  const net = sequential({ layers: [dense({ units: 1, inputShape: [1] })] });
  net.compile({ loss: 'mse' });
  const fit = () => net.fit(tf.ones([2, 1]), tf.ones([2, 1]), { epochs: 2, verbose: 0 });
  registerCallbackConstructor(1, Counter);
  await fit();
  expect(epochs).toBe(0);
  registerCallbackConstructor(0, Counter);
  registerCallbackConstructor(0, Counter);
  await fit();
  expect(epochs).toBe(2);
});
