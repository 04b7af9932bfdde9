import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { toCamelCase } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import { readFileSync } from 'node:fs';

import type { CallbackModel } from './callback.js';
import { EarlyStopping } from './early-stopping.js';
import { ReduceLROnPlateau } from './reduce-lr-on-plateau.js';

interface Case<T> {
  curve: string;
  options: Record<string, number | string | boolean>;
  expected: T;
}

interface Fixture {
  curves: Record<string, number[]>;
  early_stopping: Case<{
    epochs: number;
    stopped_epoch: number;
    best_epoch: number;
    weights: number;
  }>[];
  reduce_lr_on_plateau: Case<number[]>[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/decisions.json', import.meta.url), 'utf8'),
) as Fixture;

/** A model that only remembers: its single weight is the number of the epoch. */
class Recorder implements CallbackModel {
  stopTraining = false;
  readonly optimizer = { learningRate: 0.1 };
  readonly weight: tf.Variable = tf.variable(tf.scalar(0));

  getWeights(): tf.Tensor[] {
    return [this.weight];
  }

  setWeights([weight]: tf.Tensor[]): void {
    this.weight.assign(weight!);
  }

  async set(value: number): Promise<void> {
    tf.tidy(() => this.weight.assign(tf.scalar(value)));
    await Promise.resolve();
  }
}

const camelCase = (options: object) =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [toCamelCase(key), value]));

const label = (c: { curve: string; options: object }) => `${c.curve} ${JSON.stringify(c.options)}`;

describe("EarlyStopping decides as Keras' does", () => {
  test.each(fixture.early_stopping.map((c) => [label(c), c] as const))('%s', async (_, c) => {
    await useTestBackend('cpu');
    const model = new Recorder();
    const before = tf.memory().numTensors;
    const callback = new EarlyStopping({ monitor: 'loss', ...camelCase(c.options) });
    callback.setModel(model);
    callback.onTrainBegin();
    let epochs = 0;
    for (const [epoch, loss] of fixture.curves[c.curve]!.entries()) {
      await model.set(epoch + 1);
      callback.onEpochEnd(epoch, { loss });
      epochs++;
      if (model.stopTraining) break;
    }
    callback.onTrainEnd();
    expect({
      epochs,
      stopped_epoch: callback.stoppedEpoch,
      best_epoch: callback.bestEpoch,
      weights: (await model.weight.data())[0],
    }).toEqual(c.expected);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("ReduceLROnPlateau decides as Keras' does", () => {
  test.each(fixture.reduce_lr_on_plateau.map((c) => [label(c), c] as const))('%s', (_, c) => {
    const model = new Recorder();
    const callback = new ReduceLROnPlateau({ monitor: 'loss', ...camelCase(c.options) });
    callback.setModel(model);
    callback.onTrainBegin();
    const rates = fixture.curves[c.curve]!.map((loss, epoch) => {
      callback.onEpochEnd(epoch, { loss });
      return model.optimizer.learningRate;
    });
    expect(rates).toHaveLength(c.expected.length);
    // Keras keeps the rate in float32
    for (const [i, rate] of rates.entries()) expect(rate / c.expected[i]!).toBeCloseTo(1, 6);
  });
});
