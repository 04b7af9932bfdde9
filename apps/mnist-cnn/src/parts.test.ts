import type { Images } from '@ibexjs-apps/kit';
import { useTestBackend } from '@ibexjs/testing';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { NETWORKS, network, type NetworkName } from './networks.js';
import { readPredictions, worstMistakes } from './predictions.js';
import { recipe, type Settings } from './settings.js';
import { makeTask, toBatch } from './task.js';

const settings: Settings = {
  network: 'deep',
  task: 'six',
  backend: 'cpu',
  seed: 1,
  verbose: 0,
};

/** Images of one pixel each, whose value is their number. */
function numbered(labels: number[]): Images {
  return {
    count: labels.length,
    edge: 1,
    pixels: Float32Array.from(labels.keys()),
    labels: Uint8Array.from(labels),
  };
}

describe('task', () => {
  const train = numbered([6, 1, 2, 6, 3, 4, 5, 7, 8, 9]);
  const test_ = numbered([6, 0]);
  const images = { name: 'digits' as const, train, test: test_ };

  test('six or not six: every six, as many others, drawn by the seed', () => {
    const task = makeTask('six', images, 1);
    expect(Array.from(task.train.labels)).toEqual([1, 1, 0, 0]);
    expect(Array.from(task.train.pixels.subarray(0, 2))).toEqual([0, 3]);
    expect(Array.from(task.test.labels)).toEqual([1, 0]);
    const others = (seed: number) =>
      Array.from(makeTask('six', images, seed).train.pixels.slice(2));
    expect(others(1)).toEqual(others(1));
    expect(new Set([1, 2, 3, 4].map((seed) => others(seed).join())).size).toBeGreaterThan(1);
  });

  test('all digits stay as they are', () => {
    const task = makeTask('digits', images, 1);
    expect(task.classes).toHaveLength(10);
    expect(task.train).toBe(train);
  });

  test('becomes tensors', async () => {
    await useTestBackend('cpu');
    const { x, y } = toBatch(test_, 10);
    expect(x.shape).toEqual([2, 1, 1, 1]);
    expect(y.shape).toEqual([2, 10]);
    expect((await y.data())[6]).toBe(1);
    tf.dispose([x, y]);
  });
});

describe('recipe', () => {
  test('suits the task and the images, and options come first', () => {
    expect(recipe('mnist', settings)).toEqual({
      optimizer: 'momentum',
      batchSize: 128,
      epochs: 2,
    });
    expect(recipe('mnist', { ...settings, optimizer: 'sgd' }).optimizer).toBe('sgd');
    expect(recipe('digits', { ...settings, epochs: 3, batchSize: 8 })).toMatchObject({
      optimizer: 'adadelta',
      epochs: 3,
      batchSize: 8,
    });
  });
});

describe('networks', () => {
  // the tutorial's own counts of weights, for 28x28 images and two classes
  test.each<[NetworkName, number]>([
    ['simple', 43_586],
    ['dense', 2_769_602],
    ['dropout', 2_769_602],
    ['deep', 599_778],
    ['batchnorm', 600_546],
  ])('%s has %d parameters', async (name, parameters) => {
    await useTestBackend('wasm');
    const model = network(name, 28, 2);
    expect(model.countParams()).toBe(parameters);
    model.dispose();
  });

  test('all are offered', () => {
    expect(Object.keys(NETWORKS)).toEqual(['simple', 'dense', 'dropout', 'deep', 'batchnorm']);
  });
});

describe('predictions', () => {
  const images = numbered([0, 1, 1, 0]);
  const predictions = readPredictions([0.9, 0.1, 0.8, 0.2, 0.4, 0.6, 0.05, 0.95], images, 2);

  test('take the most probable class', () => {
    expect(predictions.map(({ predicted }) => predicted)).toEqual([0, 0, 1, 1]);
    expect(predictions[3]).toEqual({ index: 3, actual: 0, predicted: 1, confidence: 0.95 });
  });

  test('the worst mistakes are the surest', () => {
    expect(worstMistakes(predictions, 5).map(({ index }) => index)).toEqual([3, 1]);
    expect(worstMistakes(predictions, 1)).toHaveLength(1);
  });
});
