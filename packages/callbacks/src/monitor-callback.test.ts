import { afterEach, describe, expect, jest, test } from '@jest/globals';

import type { CallbackModel, MonitoredMetric } from './callback.js';
import { EarlyStopping } from './early-stopping.js';
import { ReduceLROnPlateau } from './reduce-lr-on-plateau.js';

function modelWith(metrics: MonitoredMetric[] = []): CallbackModel {
  return {
    stopTraining: false,
    optimizer: { learningRate: 0.1 },
    metrics,
    getWeights: () => [],
    setWeights: () => undefined,
  };
}

function epochsUntilStop(monitor: string, values: number[], metrics?: MonitoredMetric[]): number {
  const model = modelWith(metrics);
  const callback = new EarlyStopping({ monitor, patience: 1 });
  callback.setModel(model);
  callback.onTrainBegin();
  const stop = values.findIndex((value, epoch) => {
    callback.onEpochEnd(epoch, { [monitor]: value });
    return model.stopTraining;
  });
  return stop + 1;
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('mode auto', () => {
  test('a loss is to fall, an accuracy to rise', () => {
    expect(epochsUntilStop('val_loss', [3, 2, 1, 2])).toBe(4);
    expect(epochsUntilStop('val_out_loss', [3, 2, 1, 2])).toBe(4);
    expect(epochsUntilStop('val_accuracy', [0.1, 0.2, 0.3, 0.2])).toBe(4);
    expect(epochsUntilStop('val_acc', [0.1, 0.2, 0.3, 0.2])).toBe(4);
  });

  test.each([
    'mse',
    'out_mean_squared_error',
    'val_binary_crossentropy',
    'log_cosh',
    'kl_divergence',
  ])('%s is to fall', (name) => {
    expect(epochsUntilStop(name, [3, 2, 1, 2])).toBe(4);
  });

  test.each([
    'auc',
    'val_precision_1',
    'out_sparse_categorical_accuracy',
    'mean_io_u',
    'cosine_similarity',
  ])('%s is to rise', (name) => {
    expect(epochsUntilStop(name, [0.1, 0.2, 0.3, 0.2])).toBe(4);
  });

  test('a metric says which way is better', () => {
    expect(epochsUntilStop('val_auc', [1, 2, 1], [{ name: 'auc', direction: 'up' }])).toBe(3);
    expect(epochsUntilStop('mse', [1, 2], [{ name: 'mse', direction: 'down' }])).toBe(2);
    expect(epochsUntilStop('val_a_mse', [1, 2], [{ name: 'mse', direction: 'down' }])).toBe(2);
  });

  test('refuses to guess', () => {
    expect(() => epochsUntilStop('wonder', [1, 2])).toThrow(/mode: 'max' or mode: 'min'/);
  });
});

test('warns once about a number that is not there', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const callback = new EarlyStopping();
  callback.setModel(modelWith());
  callback.onTrainBegin();
  callback.onEpochEnd(0, { loss: 1 });
  callback.onEpochEnd(1, { loss: 1 });
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toMatch(/monitors "val_loss".*Available are: loss/);
});

test('bad options are errors', () => {
  expect(() => new EarlyStopping({ patient: 3 } as object)).toThrow(/Did you mean "patience"/);
  expect(() => new EarlyStopping({ mode: 'most' as 'max' })).toThrow(/'auto', 'min', 'max'/);
  expect(() => new ReduceLROnPlateau({ factor: 1 })).toThrow(/below 1/);
});
