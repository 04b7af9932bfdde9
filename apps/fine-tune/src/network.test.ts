import {
  add,
  batchNormalization,
  conv2d,
  input,
  maxPooling2d,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, sequential, type Model } from '@ibexjs/models';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { fineTuned } from './network.js';

beforeAll(() => useTestBackend('wasm'));

/** Two convolutions, each normalized. */
function plainBase(): Model {
  return sequential({
    layers: [
      conv2d({ filters: 4, kernelSize: 3, inputShape: [12, 12, 3], name: 'first' }),
      batchNormalization({ name: 'first_bn' }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 4, kernelSize: 3, activation: 'relu', name: 'second' }),
    ],
  });
}

/** A path that leads past a convolution. */
function residualBase(): Model {
  const start = input({ shape: [8, 8, 3] });
  const stem = conv2d({ filters: 4, kernelSize: 3, name: 'stem' }).apply(start);
  const inner = conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'inner' }).apply(stem);
  const sum: SymbolicTensor = add({ name: 'sum' }).apply([stem, inner]);
  return model({ inputs: start, outputs: conv2d({ filters: 2, kernelSize: 3 }).apply(sum) });
}

const HEAD = { head: 'flatten', units: 8, classes: 3 } as const;
const pictures = (count: number, size: number) =>
  tf.tensor4d(formulaValues(count * size * size * 3, 1), [count, size, size, 3]);

async function valuesOf(net: Model): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {};
  for (const weight of net.weights) values[weight.path] = [...(await weight.read().data())];
  return values;
}

describe('fineTuned', () => {
  test('frozen weights are the same to the bit after training, the others are not', async () => {
    const base = plainBase();
    const network = fineTuned(base, 2, HEAD);
    const before = await valuesOf(network.whole);
    const x = pictures(24, 12);
    const features = network.frozen.predict(x) as tf.Tensor;
    network.learning.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
    const labels = Int32Array.from({ length: 24 }, (_, i) => i % 3);
    await network.learning.fit(features, labels, { epochs: 2, batchSize: 8, verbose: 0 });
    const after = await valuesOf(network.whole);
    const changed = Object.keys(before).filter((key) => String(before[key]) !== String(after[key]));
    expect(changed.map((path) => path.split('/').slice(-2).join('/'))).toEqual([
      'second/kernel',
      'second/bias',
      'hidden/kernel',
      'hidden/bias',
      'classes/kernel',
      'classes/bias',
    ]);
    expect(Object.keys(after).filter((path) => /first/.test(path))).toHaveLength(6);
    tf.dispose([x, features]);
  });

  test('what is kept and then finished is what the whole network says', async () => {
    const network = fineTuned(plainBase(), 3, HEAD);
    const x = pictures(2, 12);
    const [whole, parts] = tf.tidy(() => [
      network.whole.predict(x) as tf.Tensor,
      network.learning.predict(network.frozen.predict(x) as tf.Tensor) as tf.Tensor,
    ]);
    expect(await parts.data()).toEqual(await whole.data());
    tf.dispose([x, whole, parts]);
  });

  test.each([
    [0, [8, 8, 3], 'nothing is frozen'],
    [2, [6, 6, 4], 'after the stem'],
    [3, [6, 6, 4], 'within the branch: after the stem, which all passes through'],
    [4, [6, 6, 4], 'after the sum'],
    [99, [4, 4, 2], 'all of it'],
  ])('%d frozen layers of a network with a branch: cut at %j (%s)', (freeze, shape) => {
    const base = residualBase();
    const network = fineTuned(base, freeze, HEAD);
    expect(network.frozen.outputs[0]!.shape.slice(1)).toEqual(shape);
    const learned = network.learning.layers.map(({ name }) => name);
    expect(learned.includes('inner')).toBe(freeze < 4);
    expect(base.getLayer('stem').trainable).toBe(freeze < 2);
  });

  test('pooled features', () => {
    const { learning } = fineTuned(plainBase(), 99, { ...HEAD, head: 'pool' });
    expect(learning.countParams()).toBe(4 * 8 + 8 + 8 * 3 + 3);
  });
});
