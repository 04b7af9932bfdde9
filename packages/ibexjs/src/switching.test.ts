import { beforeEach, describe, expect, test } from '@jest/globals';
import { formulaValues } from '@ibexjs/testing';

import {
  backend,
  clearSession,
  layers,
  optimizers,
  sequential,
  setRandomSeed,
  tf,
  useBackend,
  withBackend,
  type Sequential,
} from './index.js';

/** Weights, slots of Adam, moving averages and a random state: all that lives from step to step. */
function network(): Sequential {
  const made = sequential({
    layers: [
      layers.dense({ units: 8, activation: 'tanh', inputShape: [6] }),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  made.compile({
    optimizer: optimizers.adam({ learningRate: 0.02 }),
    loss: 'sparseCategoricalCrossentropy',
  });
  return made;
}

/** With the optimizer, which belongs to whoever made it. */
function dispose(model: Sequential): void {
  model.optimizer?.dispose();
  model.dispose();
}

async function step(model: Sequential, index: number): Promise<number> {
  const x = tf.tensor(formulaValues(72, 10 + index), [12, 6]);
  const y = tf.tensor1d(
    Int32Array.from({ length: 12 }, (_, i) => (i + index) % 3),
    'int32',
  );
  const loss = await model.trainOnBatch(x, y);
  tf.dispose([x, y]);
  return loss as number;
}

/** The losses of eight steps, `before(i)` being called before each. */
async function losses(before: (index: number) => Promise<unknown>): Promise<number[]> {
  clearSession();
  setRandomSeed(5);
  const model = network();
  const values: number[] = [];
  for (let i = 0; i < 8; i++) {
    await before(i);
    values.push(await step(model, i));
  }
  dispose(model);
  return values;
}

function expectClose(values: number[], expected: number[]): void {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5));
}

beforeEach(async () => void (await useBackend('cpu')));

describe('a model that is trained while the backend changes', () => {
  test.each([
    ['from cpu to wasm', (i: number) => (i < 4 ? 'cpu' : 'wasm')],
    ['from wasm to cpu', (i: number) => (i < 4 ? 'wasm' : 'cpu')],
    ['to and fro', (i: number) => (i % 2 === 0 ? 'cpu' : 'wasm')],
  ])('%s goes on as if nothing had happened', async (_name, where) => {
    const expected = await losses(() => useBackend('cpu'));
    await useBackend('cpu');
    const before = tf.memory().numTensors;
    expectClose(await losses((i) => useBackend(where(i))), expected);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('tensors of the program go with it', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    await useBackend('wasm');
    const y = tf.square(x);
    await useBackend('cpu');
    const z = tf.add(x, y);
    expect([...(await z.data())]).toEqual([2, 6, 12]);
    tf.dispose([x, y, z]);
  });
});

test('two models on two backends train in turn as each would alone', async () => {
  const expected = await losses(() => useBackend('cpu'));
  const alone = await losses(() => useBackend('wasm'));
  clearSession();
  await useBackend('cpu');
  setRandomSeed(5);
  const onCpu = network();
  setRandomSeed(5);
  const onWasm = await withBackend('wasm', network);
  const found: [number[], number[]] = [[], []];
  for (let i = 0; i < 8; i++) {
    found[0].push(await step(onCpu, i));
    found[1].push(await withBackend('wasm', () => step(onWasm, i)));
    expect(backend()).toBe('cpu');
  }
  expectClose(found[0], expected);
  expectClose(found[1], alone);
  [onCpu, onWasm].forEach(dispose);
});
