import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { Logs } from './callback.js';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.js';
import { printLine } from './output.js';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training ends. Default: 0. */
  patience?: number;
  /** 1 tells about what it does. Default: 0. */
  verbose?: number;
  /** Training ends unless the number beats this one. Default: none. */
  baseline?: number | null;
  /** Whether the model gets back the weights of the best epoch. Default: false, the last ones. */
  restoreBestWeights?: boolean;
  /** Epochs to let pass before watching. Default: 0. */
  startFromEpoch?: number;
}

const OPTIONS = [
  'monitor',
  'minDelta',
  'patience',
  'verbose',
  'mode',
  'baseline',
  'restoreBestWeights',
  'startFromEpoch',
];

/**
 * Ends training when a number of the logs has stopped getting better.
 *
 * ```ts
 * await model.fit(x, y, { epochs: 100, callbacks: [earlyStopping({ monitor: 'loss', patience: 3 })] });
 * ```
 *
 * Source: https://keras.io/api/callbacks/early_stopping/
 */
export class EarlyStopping extends MonitorCallback {
  readonly patience: number;
  readonly restoreBestWeights: boolean;
  /** The epoch that training ended after; 0 when it ran to its end. */
  stoppedEpoch = 0;
  bestEpoch = 0;
  private readonly verbose: number;
  private readonly baseline: number | undefined;
  private readonly startFromEpoch: number;
  private wait = 0;
  private bestWeights: tf.Tensor[] | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions('EarlyStopping', options, OPTIONS);
    super('EarlyStopping', options);
    this.patience = options.patience ?? 0;
    this.verbose = options.verbose ?? 0;
    this.baseline = options.baseline ?? undefined;
    this.restoreBestWeights = options.restoreBestWeights ?? false;
    this.startFromEpoch = options.startFromEpoch ?? 0;
  }

  override onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.best = undefined;
    this.bestEpoch = 0;
    this.dispose();
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const current = this.monitored(logs);
    if (current === undefined || epoch < this.startFromEpoch) return;
    if (this.restoreBestWeights && !this.bestWeights) this.remember(epoch);

    this.wait++;
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.remember(epoch);
      // the count starts anew only when the baseline is beaten, too
      if (this.isImprovement(current, this.baseline)) this.wait = 0;
    } else if (this.wait >= this.patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    if (this.stoppedEpoch > 0 && this.verbose > 0) {
      printLine(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    }
    if (this.bestWeights) {
      if (this.verbose > 0) {
        printLine(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
      }
      this.model.setWeights(this.bestWeights);
    }
    this.dispose();
  }

  override dispose(): void {
    tf.dispose(this.bestWeights ?? []);
    this.bestWeights = undefined;
  }

  private remember(epoch: number): void {
    this.bestEpoch = epoch;
    if (!this.restoreBestWeights) return;
    this.dispose();
    // a clone shares the numbers, and keeps them when the variable takes new ones
    this.bestWeights = tf.tidy(() => this.model.getWeights().map((w) => tf.keep(tf.clone(w))));
  }
}

/** Ends training when a number of the logs has stopped getting better; see `EarlyStopping`. */
export function earlyStopping(options?: EarlyStoppingOptions): EarlyStopping {
  return new EarlyStopping(options);
}
