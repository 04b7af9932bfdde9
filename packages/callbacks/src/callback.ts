import type * as tf from '@tensorflow/tfjs-core';

/** Names and values of the loss and the metrics: `{ loss: 0.2, val_accuracy: 0.9 }`. */
export type Logs = Record<string, number>;

/** What a hook may return: callbacks may work asynchronously, training waits for them. */
export type HookResult = void | Promise<void>;

/** How the run was started. */
export interface CallbackParams {
  /** 0 silent, 1 progress bar, 2 one line an epoch. */
  verbose?: number;
  epochs?: number;
  /** Batches an epoch; null or undefined while unknown. */
  steps?: number | null;
}

/** A metric as callbacks see it: its name, and which way is better. */
export interface MonitoredMetric {
  readonly name: string;
  readonly direction?: 'up' | 'down' | null;
}

/** The part of an optimizer that callbacks use. */
export interface CallbackOptimizer {
  /** A number, or the schedule that decides it. */
  get learningRate(): number | object;
  /** Works where it is a number. */
  set learningRate(value: number);
}

/** The part of a model that callbacks use; every Ibex model has it. */
export interface CallbackModel {
  /** Set to true to end training after the present batch. */
  stopTraining: boolean;
  readonly optimizer?: CallbackOptimizer | null;
  readonly metrics?: readonly MonitoredMetric[];
  getWeights(): tf.Tensor[];
  setWeights(weights: tf.Tensor[]): void;
  saveWeights?(path: string): Promise<unknown>;
  save?(path: string): Promise<unknown>;
}

/** Which loop a batch belongs to. */
export type LoopName = 'train' | 'test' | 'predict';

/**
 * Base class of callbacks: looks on at `fit`, `evaluate` and `predict`, and may step in. Override
 * the hooks that you need; those of training and evaluation may be asynchronous, those of
 * `predict` may not (`predict` itself is synchronous).
 *
 * ```ts
 * class StopAtTarget extends Callback {
 *   override onEpochEnd(epoch: number, logs: Logs) {
 *     if (logs['val_accuracy']! > 0.99) this.model.stopTraining = true;
 *   }
 * }
 * ```
 *
 * Epochs and batches count from 0. `logs` belongs to all callbacks of a run: what one adds (the
 * learning rate, say) those after it see, and so does the history.
 *
 * Source: https://keras.io/api/callbacks/base_callback/
 */
export class Callback {
  params: CallbackParams = {};
  private _model: CallbackModel | undefined;

  setParams(params: CallbackParams): void {
    this.params = params;
  }

  setModel(model: CallbackModel): void {
    this._model = model;
  }

  /** The model in training; set before the first hook is called. */
  get model(): CallbackModel {
    return this._model!;
  }

  onTrainBegin(_logs?: Logs): HookResult {}
  /** @param _logs the logs of the last epoch */
  onTrainEnd(_logs?: Logs): HookResult {}
  onEpochBegin(_epoch: number, _logs?: Logs): HookResult {}
  /** @param _logs loss and metrics of the epoch, those of the validation data as `val_…` */
  onEpochEnd(_epoch: number, _logs: Logs): HookResult {}

  /** Another name of `onTrainBatchBegin`. */
  onBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  /** Another name of `onTrainBatchEnd`. */
  onBatchEnd(_batch: number, _logs: Logs): HookResult {}
  onTrainBatchBegin(batch: number, logs?: Logs): HookResult {
    return this.onBatchBegin(batch, logs);
  }
  /** @param logs loss and metrics, averaged over the epoch up to this batch */
  onTrainBatchEnd(batch: number, logs: Logs): HookResult {
    return this.onBatchEnd(batch, logs);
  }

  onTestBegin(_logs?: Logs): HookResult {}
  onTestEnd(_logs?: Logs): HookResult {}
  onTestBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  onTestBatchEnd(_batch: number, _logs: Logs): HookResult {}

  onPredictBegin(_logs?: Logs): void {}
  onPredictEnd(_logs?: Logs): void {}
  onPredictBatchBegin(_batch: number, _logs?: Logs): void {}
  onPredictBatchEnd(_batch: number, _logs?: Logs): void {}

  /** Called when training has let the page or the process breathe (TensorFlow.js). */
  onYield(_epoch: number, _batch: number, _logs: Logs): HookResult {}

  /**
   * Whether the hook at the end of this batch needs the logs. They are read back from the backend
   * only when a callback does, which is slow on some; otherwise the hook gets an empty object.
   * By default true for who overrides the hook.
   */
  needsBatchLogs(loop: LoopName, _batch: number): boolean {
    const base = Callback.prototype;
    if (loop === 'train') {
      return this.onTrainBatchEnd !== base.onTrainBatchEnd || this.onBatchEnd !== base.onBatchEnd;
    }
    return loop === 'test' && this.onTestBatchEnd !== base.onTestBatchEnd;
  }

  /** Frees what the callback holds; called when training ends, also when it ends by an error. */
  dispose(): void {}
}
