import { checkOptions, StateError, ValueError } from '@ibexjs/core';

import type { CallbackModel, HookResult, Logs, LoopName } from './callback.js';
import { fillTemplate } from './file-template.js';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.js';
import { printLine } from './output.js';

export interface ModelCheckpointOptions extends Omit<MonitorOptions, 'minDelta'> {
  /** Where to save; may hold `{epoch:02d}`, `{val_loss:.2f}` and other names of the logs. */
  filepath: string;
  /** 1 tells about each saving. Default: 0. */
  verbose?: number;
  /** Save only when the number watched is the best so far. Default: false. */
  saveBestOnly?: boolean;
  /** Save weights instead of the whole model. Default: false. */
  saveWeightsOnly?: boolean;
  /** `'epoch'`, or a number of batches to save after. Default: epoch. */
  saveFreq?: 'epoch' | number;
  /** What the first value must beat, with `saveBestOnly`. Default: nothing. */
  initialValueThreshold?: number | null;
}

const OPTIONS = [
  'filepath',
  'monitor',
  'verbose',
  'saveBestOnly',
  'saveWeightsOnly',
  'mode',
  'saveFreq',
  'initialValueThreshold',
];

/**
 * Saves the model, or its weights, after every epoch or every so many batches.
 *
 * ```ts
 * modelCheckpoint({
 *   filepath: 'run/{epoch:02d}-{val_loss:.2f}.weights.npz',
 *   saveWeightsOnly: true,
 *   saveBestOnly: true,
 * });
 * ```
 *
 * In the file name epochs and batches count from 1.
 *
 * Source: https://keras.io/api/callbacks/model_checkpoint/
 */
export class ModelCheckpoint extends MonitorCallback {
  readonly filepath: string;
  readonly saveBestOnly: boolean;
  readonly saveWeightsOnly: boolean;
  readonly saveFreq: 'epoch' | number;
  private readonly verbose: number;
  private epoch = 0;
  private batchesSinceSaving = 0;

  /** @throws ValueError without `filepath`, or when `saveFreq` is neither 'epoch' nor a number */
  constructor(options: ModelCheckpointOptions) {
    checkOptions('ModelCheckpoint', options, OPTIONS);
    super('ModelCheckpoint', options, options.initialValueThreshold);
    if (typeof options.filepath !== 'string' || options.filepath === '') {
      throw new ValueError('ModelCheckpoint: option "filepath" must say where to save.');
    }
    this.filepath = options.filepath;
    this.saveFreq = options.saveFreq ?? 'epoch';
    if (this.saveFreq !== 'epoch' && !(Number.isInteger(this.saveFreq) && this.saveFreq > 0)) {
      throw new ValueError(
        `ModelCheckpoint: option "saveFreq" must be 'epoch' or a positive whole number of batches; received ${String(this.saveFreq)}.`,
      );
    }
    this.verbose = options.verbose ?? 0;
    this.saveBestOnly = options.saveBestOnly ?? false;
    this.saveWeightsOnly = options.saveWeightsOnly ?? false;
  }

  override setModel(model: CallbackModel): void {
    super.setModel(model);
    const method = this.saveWeightsOnly ? 'saveWeights' : 'save';
    if (typeof model[method] !== 'function') {
      throw new StateError(`ModelCheckpoint: the model has no method ${method}.`);
    }
  }

  override needsBatchLogs(loop: LoopName): boolean {
    return loop === 'train' && this.savesAfterThisBatch();
  }

  override onEpochBegin(epoch: number): void {
    this.epoch = epoch;
  }

  override onTrainBatchEnd(batch: number, logs: Logs): HookResult {
    const isTime = this.savesAfterThisBatch();
    this.batchesSinceSaving++;
    if (!isTime) return;
    this.batchesSinceSaving = 0;
    return this.save(logs, { batch: batch + 1 });
  }

  override async onEpochEnd(_epoch: number, logs: Logs): Promise<void> {
    if (this.saveFreq === 'epoch') await this.save(logs, {});
  }

  private savesAfterThisBatch(): boolean {
    return this.saveFreq !== 'epoch' && this.batchesSinceSaving + 1 >= this.saveFreq;
  }

  private async save(logs: Logs, batch: { batch?: number }): Promise<void> {
    const path = fillTemplate(this.filepath, { ...logs, epoch: this.epoch + 1, ...batch });
    if (!this.isWanted(logs, path)) return;
    if (this.saveWeightsOnly) await this.model.saveWeights!(path);
    else await this.model.save!(path);
    this.tell(`finished saving model to ${path}`);
  }

  private isWanted(logs: Logs, path: string): boolean {
    if (!this.saveBestOnly) {
      this.tell(`saving model to ${path}`);
      return true;
    }
    const current = this.monitored(logs);
    // what cannot be compared is saved rather than lost
    if (current === undefined) return true;
    const best = this.best?.toFixed(5) ?? 'None';
    if (!this.isImprovement(current, this.best)) {
      this.tell(`${this.monitor} did not improve from ${best}`);
      return false;
    }
    this.tell(
      `${this.monitor} improved from ${best} to ${current.toFixed(5)}, saving model to ${path}`,
    );
    this.best = current;
    return true;
  }

  private tell(what: string): void {
    if (this.verbose > 0) printLine(`\nEpoch ${this.epoch + 1}: ${what}`);
  }
}

/** Saves the model as it trains; see `ModelCheckpoint`. */
export function modelCheckpoint(options: ModelCheckpointOptions): ModelCheckpoint {
  return new ModelCheckpoint(options);
}
