import { ValueError } from '@ibexjs/core';

import { Callback, type Logs } from './callback.js';
import { learningRateOf, optimizerOf } from './learning-rate.js';
import { printLine } from './output.js';

/** Gives the learning rate of an epoch (from 0) from the present one. */
export type LearningRateFunction = (epoch: number, learningRate: number) => number;

/**
 * Sets the learning rate at the beginning of every epoch, and adds `learning_rate` to the logs.
 *
 * ```ts
 * new LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)));
 * ```
 *
 * Source: https://keras.io/api/callbacks/learning_rate_scheduler/
 */
export class LearningRateScheduler extends Callback {
  /**
   * @param schedule the function
   * @param verbose 1 tells about each change. Default: 0
   */
  constructor(
    readonly schedule: LearningRateFunction,
    private readonly verbose = 0,
  ) {
    super();
    if (typeof schedule !== 'function') {
      throw new ValueError(
        `LearningRateScheduler: the schedule must be a function (epoch, learningRate) => number; received ${typeof schedule}.`,
      );
    }
  }

  /** @throws ValueError when the schedule gives something else than a number */
  override onEpochBegin(epoch: number): void {
    const optimizer = optimizerOf('LearningRateScheduler', this.model);
    const rate = this.schedule(epoch, learningRateOf('LearningRateScheduler', optimizer));
    if (typeof rate !== 'number' || !Number.isFinite(rate)) {
      throw new ValueError(
        `LearningRateScheduler: the schedule must give a number; received ${String(rate)} for epoch ${epoch}.`,
      );
    }
    optimizer.learningRate = rate;
    if (this.verbose > 0) {
      printLine(`\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${rate}.`);
    }
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    const optimizer = optimizerOf('LearningRateScheduler', this.model);
    logs['learning_rate'] = learningRateOf('LearningRateScheduler', optimizer);
  }
}

/** Sets the learning rate of every epoch; see `LearningRateScheduler`. */
export function learningRateScheduler(
  schedule: LearningRateFunction,
  verbose?: number,
): LearningRateScheduler {
  return new LearningRateScheduler(schedule, verbose);
}
