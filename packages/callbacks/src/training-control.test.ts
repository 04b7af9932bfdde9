import { afterEach, describe, expect, jest, test } from '@jest/globals';

import type { CallbackModel } from './callback.js';
import { CallbackList } from './callback-list.js';
import { learningRateScheduler } from './learning-rate-scheduler.js';
import { terminateOnNaN } from './terminate-on-nan.js';

const newModel = (): CallbackModel & { optimizer: { learningRate: number } } => ({
  stopTraining: false,
  optimizer: { learningRate: 0.1 },
  getWeights: () => [],
  setWeights: () => undefined,
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('LearningRateScheduler', () => {
  test('sets the rate of every epoch, and logs it', async () => {
    const model = newModel();
    const list = new CallbackList(
      learningRateScheduler((epoch, rate) => (epoch < 1 ? rate : rate / 2)),
      { model, addHistory: true },
    );
    for (let epoch = 0; epoch < 3; epoch++) {
      await list.onEpochBegin(epoch);
      await list.onEpochEnd(epoch, {});
    }
    expect(list.history!.history['learning_rate']).toEqual([0.1, 0.05, 0.025]);
  });

  test('the schedule must give a number', () => {
    expect(() => learningRateScheduler(0.1 as unknown as () => number)).toThrow(/a function/);
    const list = new CallbackList(
      learningRateScheduler(() => NaN),
      { model: newModel() },
    );
    expect(() => list.onEpochBegin(0)).toThrow(/received NaN for epoch 0/);
  });
});

describe('TerminateOnNaN', () => {
  test.each([NaN, Infinity])('ends training at a loss of %p', async (loss) => {
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const model = newModel();
    const list = new CallbackList(terminateOnNaN(), { model });
    await list.onTrainBatchEnd(0, { loss: 1 });
    expect(model.stopTraining).toBe(false);
    await list.onTrainBatchEnd(1, { loss });
    expect(model.stopTraining).toBe(true);
    expect(write).toHaveBeenCalledWith('\nBatch 1: Invalid loss, terminating training\n');
  });

  test('or throws', () => {
    const list = new CallbackList(terminateOnNaN({ raiseError: true }), { model: newModel() });
    expect(() => list.onTrainBatchEnd(7, { loss: NaN })).toThrow(/loss is NaN at batch 7/);
  });
});
