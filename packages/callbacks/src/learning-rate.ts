import { StateError } from '@ibexjs/core';

import type { CallbackModel, CallbackOptimizer } from './callback.js';

/** The optimizer of a model, whose learning rate a callback is about to change. */
export function optimizerOf(where: string, model: CallbackModel): CallbackOptimizer {
  if (model.optimizer) return model.optimizer;
  throw new StateError(`${where}: the model has no optimizer.`);
}

/** @throws StateError when a schedule decides the learning rate */
export function learningRateOf(where: string, optimizer: CallbackOptimizer): number {
  const rate = optimizer.learningRate;
  if (typeof rate === 'number') return rate;
  throw new StateError(
    `${where}: a schedule decides the optimizer's learning rate, so it cannot be set. Make the optimizer with a number.`,
  );
}
