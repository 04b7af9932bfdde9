import { StateError, ValueError } from '@ibexjs/core';

import {
  Callback,
  type CallbackModel,
  type CallbackParams,
  type HookResult,
  type Logs,
  type LoopName,
} from './callback.js';
import { History } from './history.js';
import { overrides, type CallbackHooks } from './hooks.js';
import { LambdaCallback } from './lambda-callback.js';
import { ProgbarLogger } from './progbar-logger.js';

/** What may be passed as a callback: a `Callback`, or an object of hooks. */
export type CallbackLike = Callback | CallbackHooks;

export interface CallbackListOptions {
  /** Adds a `History` unless one is there. Default: false. */
  addHistory?: boolean;
  /** Adds a `ProgbarLogger` unless one is there. Default: false. */
  addProgbar?: boolean;
  model?: CallbackModel;
  params?: CallbackParams;
}

/**
 * Several callbacks as one: calls each hook of all of them in order, waiting for one before the
 * next. For training loops of your own:
 *
 * ```ts
 * const callbacks = new CallbackList([earlyStopping()], { addHistory: true, model });
 * await callbacks.onTrainBegin();
 * ```
 *
 * Logs are handed on sorted by name, as in Keras.
 */
export class CallbackList {
  readonly callbacks: Callback[];
  params: CallbackParams = {};

  constructor(
    callbacks?: CallbackLike | readonly CallbackLike[] | null,
    options: CallbackListOptions = {},
  ) {
    this.callbacks = toCallbacks(callbacks);
    if (options.addHistory && !this.history) this.callbacks.push(new History());
    if (options.addProgbar && !this.callbacks.some((c) => c instanceof ProgbarLogger)) {
      this.callbacks.push(new ProgbarLogger());
    }
    if (options.model) this.setModel(options.model);
    this.setParams(options.params ?? {});
  }

  /** The history that is recorded, if one is. */
  get history(): History | undefined {
    return this.callbacks.find((callback) => callback instanceof History);
  }

  append(callback: CallbackLike): void {
    this.callbacks.push(...toCallbacks(callback));
  }

  setParams(params: CallbackParams): void {
    this.params = params;
    for (const callback of this.callbacks) callback.setParams(params);
  }

  setModel(model: CallbackModel): void {
    for (const callback of this.callbacks) callback.setModel(model);
  }

  /** Whether some callback needs the logs of this batch. */
  needsBatchLogs(loop: LoopName, batch: number): boolean {
    return this.callbacks.some((callback) => callback.needsBatchLogs(loop, batch));
  }

  onTrainBegin(logs?: Logs): HookResult {
    return this.call('onTrainBegin', (callback) => callback.onTrainBegin(logs));
  }

  onTrainEnd(logs?: Logs): HookResult {
    return this.call('onTrainEnd', (callback) => callback.onTrainEnd(logs));
  }

  onEpochBegin(epoch: number, logs?: Logs): HookResult {
    return this.call('onEpochBegin', (callback) => callback.onEpochBegin(epoch, logs));
  }

  onEpochEnd(epoch: number, logs: Logs = {}): HookResult {
    const ordered = sortByName(logs);
    return this.call('onEpochEnd', (callback) => callback.onEpochEnd(epoch, ordered));
  }

  onTrainBatchBegin(batch: number, logs?: Logs): HookResult {
    return this.call('onTrainBatchBegin', (c) => c.onTrainBatchBegin(batch, logs), 'onBatchBegin');
  }

  onTrainBatchEnd(batch: number, logs: Logs = {}): HookResult {
    const ordered = sortByName(logs);
    return this.call('onTrainBatchEnd', (c) => c.onTrainBatchEnd(batch, ordered), 'onBatchEnd');
  }

  onTestBegin(logs?: Logs): HookResult {
    return this.call('onTestBegin', (callback) => callback.onTestBegin(logs));
  }

  onTestEnd(logs: Logs = {}): HookResult {
    const ordered = sortByName(logs);
    return this.call('onTestEnd', (callback) => callback.onTestEnd(ordered));
  }

  onTestBatchBegin(batch: number, logs?: Logs): HookResult {
    return this.call('onTestBatchBegin', (callback) => callback.onTestBatchBegin(batch, logs));
  }

  onTestBatchEnd(batch: number, logs: Logs = {}): HookResult {
    const ordered = sortByName(logs);
    return this.call('onTestBatchEnd', (callback) => callback.onTestBatchEnd(batch, ordered));
  }

  onPredictBegin(logs?: Logs): void {
    this.callNow('onPredictBegin', (callback) => callback.onPredictBegin(logs));
  }

  onPredictEnd(logs?: Logs): void {
    this.callNow('onPredictEnd', (callback) => callback.onPredictEnd(logs));
  }

  onPredictBatchBegin(batch: number, logs?: Logs): void {
    this.callNow('onPredictBatchBegin', (callback) => callback.onPredictBatchBegin(batch, logs));
  }

  onPredictBatchEnd(batch: number, logs?: Logs): void {
    this.callNow('onPredictBatchEnd', (callback) => callback.onPredictBatchEnd(batch, logs));
  }

  onYield(epoch: number, batch: number, logs: Logs): HookResult {
    return this.call('onYield', (callback) => callback.onYield(epoch, batch, logs));
  }

  dispose(): void {
    for (const callback of this.callbacks) callback.dispose();
  }

  /** Calls a hook of those who have it; gives a promise only when one of them does. */
  private call(
    hook: keyof CallbackHooks,
    invoke: (callback: Callback) => HookResult,
    alias: keyof CallbackHooks = hook,
  ): HookResult {
    const callbacks = this.callbacks.filter((c) => overrides(c, hook) || overrides(c, alias));
    for (const [i, callback] of callbacks.entries()) {
      const result = invoke(callback);
      if (isPromise(result)) return callRest(result, callbacks.slice(i + 1), invoke);
    }
  }

  private callNow(hook: keyof CallbackHooks, invoke: (callback: Callback) => unknown): void {
    for (const callback of this.callbacks) {
      if (overrides(callback, hook) && isPromise(invoke(callback))) {
        throw new StateError(
          `The callback's ${hook} returned a promise; predict is synchronous and cannot wait for it.`,
        );
      }
    }
  }
}

async function callRest(
  first: Promise<void>,
  rest: readonly Callback[],
  invoke: (callback: Callback) => HookResult,
): Promise<void> {
  await first;
  for (const callback of rest) await invoke(callback);
}

function toCallbacks(
  callbacks: CallbackLike | readonly CallbackLike[] | null | undefined,
): Callback[] {
  if (callbacks === undefined || callbacks === null) return [];
  const list = Array.isArray(callbacks) ? callbacks : [callbacks];
  return list.map((entry: unknown) => {
    if (entry instanceof Callback) return entry;
    if (typeof entry === 'object' && entry !== null) return new LambdaCallback(entry);
    throw new ValueError(
      `A callback must be a Callback or an object of hooks such as { onEpochEnd(epoch, logs) {} }; received ${String(entry)}.`,
    );
  });
}

function isPromise(value: unknown): value is Promise<void> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function';
}

function sortByName(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
