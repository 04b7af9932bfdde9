import { checkOptions, ValueError } from '@ibexjs/core';

import type { CallbackOptimizer, Logs } from './callback.js';
import { learningRateOf, optimizerOf } from './learning-rate.js';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.js';
import { printLine } from './output.js';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by; below 1. Default: 0.1. */
  factor?: number;
  /** Epochs without improvement before the rate is reduced. Default: 10. */
  patience?: number;
  /** 1 tells about each reduction. Default: 0. */
  verbose?: number;
  /** Epochs to wait after a reduction before watching again. Default: 0. */
  cooldown?: number;
  /** Lower bound of the learning rate. Default: 0. */
  minLr?: number;
}

const OPTIONS = [
  'monitor',
  'factor',
  'patience',
  'verbose',
  'mode',
  'minDelta',
  'cooldown',
  'minLr',
];

/**
 * Multiplies the learning rate by `factor` when a number of the logs has stopped getting better
 * for `patience` epochs. Here `minDelta` is 1e-4 by default. Adds `learning_rate` to the logs.
 *
 * Source: https://keras.io/api/callbacks/reduce_lr_on_plateau/
 */
export class ReduceLROnPlateau extends MonitorCallback {
  readonly factor: number;
  readonly patience: number;
  readonly cooldown: number;
  readonly minLr: number;
  private readonly verbose: number;
  private cooldownLeft = 0;
  private wait = 0;

  /** @throws ValueError when `factor` is 1 or more */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    checkOptions('ReduceLROnPlateau', options, OPTIONS);
    super('ReduceLROnPlateau', { ...options, minDelta: options.minDelta ?? 1e-4 });
    this.factor = options.factor ?? 0.1;
    if (this.factor >= 1) {
      throw new ValueError(
        `ReduceLROnPlateau: option "factor" must be below 1; received ${this.factor}.`,
      );
    }
    this.patience = options.patience ?? 10;
    this.cooldown = options.cooldown ?? 0;
    this.minLr = options.minLr ?? 0;
    this.verbose = options.verbose ?? 0;
  }

  override onTrainBegin(): void {
    this.best = undefined;
    this.cooldownLeft = 0;
    this.wait = 0;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const optimizer = optimizerOf('ReduceLROnPlateau', this.model);
    logs['learning_rate'] = learningRateOf('ReduceLROnPlateau', optimizer);
    const current = this.monitored(logs);
    if (current === undefined) return;

    if (this.cooldownLeft > 0) {
      this.cooldownLeft--;
      this.wait = 0;
    }
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.wait = 0;
    } else if (this.cooldownLeft === 0) {
      this.wait++;
      if (this.wait >= this.patience) this.reduce(optimizer, epoch);
    }
  }

  private reduce(optimizer: CallbackOptimizer, epoch: number): void {
    const old = learningRateOf('ReduceLROnPlateau', optimizer);
    // rates are float32, so the bound is compared as one
    if (old <= Math.fround(this.minLr)) return;
    const reduced = Math.max(old * this.factor, this.minLr);
    optimizer.learningRate = reduced;
    if (this.verbose > 0) {
      printLine(
        `\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${Number(reduced.toPrecision(7))}.`,
      );
    }
    this.cooldownLeft = this.cooldown;
    this.wait = 0;
  }
}

/** Reduces the learning rate when progress stops; see `ReduceLROnPlateau`. */
export function reduceLROnPlateau(options?: ReduceLROnPlateauOptions): ReduceLROnPlateau {
  return new ReduceLROnPlateau(options);
}
