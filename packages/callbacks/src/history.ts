import { Callback, type Logs } from './callback.js';

/**
 * Records the logs of every epoch; `fit` adds one and returns it.
 *
 * ```ts
 * const { history } = await model.fit(x, y, { epochs: 3 });
 * history.loss; // [0.9, 0.4, 0.2]
 * ```
 *
 * Source: https://keras.io/api/callbacks/ (History)
 */
export class History extends Callback {
  /** The finished epochs, counted from 0. */
  epoch: number[] = [];
  /** One list for each name in the logs, one number for each epoch that had it. */
  history: Record<string, number[]> = {};

  override onTrainBegin(): void {
    this.epoch = [];
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }
}
