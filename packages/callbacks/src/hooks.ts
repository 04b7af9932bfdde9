import { Callback, type HookResult, type Logs } from './callback.js';

/** Functions by the names of the hooks; each is optional. */
export interface CallbackHooks {
  onTrainBegin?(logs?: Logs): HookResult;
  onTrainEnd?(logs?: Logs): HookResult;
  onEpochBegin?(epoch: number, logs?: Logs): HookResult;
  onEpochEnd?(epoch: number, logs: Logs): HookResult;
  onBatchBegin?(batch: number, logs?: Logs): HookResult;
  onBatchEnd?(batch: number, logs: Logs): HookResult;
  onTrainBatchBegin?(batch: number, logs?: Logs): HookResult;
  onTrainBatchEnd?(batch: number, logs: Logs): HookResult;
  onTestBegin?(logs?: Logs): HookResult;
  onTestEnd?(logs?: Logs): HookResult;
  onTestBatchBegin?(batch: number, logs?: Logs): HookResult;
  onTestBatchEnd?(batch: number, logs: Logs): HookResult;
  onPredictBegin?(logs?: Logs): void;
  onPredictEnd?(logs?: Logs): void;
  onPredictBatchBegin?(batch: number, logs?: Logs): void;
  onPredictBatchEnd?(batch: number, logs?: Logs): void;
  onYield?(epoch: number, batch: number, logs: Logs): HookResult;
}

/** The names of all hooks. */
export const HOOK_NAMES = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onBatchBegin',
  'onBatchEnd',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestEnd',
  'onTestBatchBegin',
  'onTestBatchEnd',
  'onPredictBegin',
  'onPredictEnd',
  'onPredictBatchBegin',
  'onPredictBatchEnd',
  'onYield',
] as const satisfies readonly (keyof CallbackHooks)[];

/** Whether the callback has a hook of its own of that name, not the empty one of the base class. */
export function overrides(callback: Callback, hook: keyof CallbackHooks): boolean {
  return callback[hook] !== Callback.prototype[hook];
}
