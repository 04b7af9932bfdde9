import { checkOptions, ValueError } from '@ibexjs/core';

import { Callback, type CallbackModel, type CallbackParams } from './callback.js';
import { HOOK_NAMES, type CallbackHooks } from './hooks.js';

/** What an object made for TensorFlow.js may bring besides hooks. */
interface ForeignCallback extends CallbackHooks {
  setParams?(params: CallbackParams): void;
  setModel?(model: CallbackModel): void;
}

/**
 * A callback made of functions, on the fly:
 *
 * ```ts
 * new LambdaCallback({ onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss) });
 * ```
 *
 * `fit` also takes the bare object. An instance of any class that has hooks is taken too.
 *
 * @throws UnknownOptionError for a name that is no hook, ValueError for a hook that is no function
 * @see https://keras.io/api/callbacks/lambda_callback/
 */
export class LambdaCallback extends Callback {
  private readonly hooks: ForeignCallback;

  constructor(hooks: CallbackHooks) {
    super();
    this.hooks = hooks;
    const isPlain = [Object.prototype, null].includes(
      Object.getPrototypeOf(hooks) as object | null,
    );
    if (isPlain) checkOptions('LambdaCallback', hooks, HOOK_NAMES);
    for (const name of HOOK_NAMES) {
      const hook: unknown = (hooks as Record<string, unknown>)[name];
      if (hook === undefined || hook === null) continue;
      if (typeof hook !== 'function') {
        throw new ValueError(
          `LambdaCallback: "${name}" must be a function; received ${typeof hook}.`,
        );
      }
      Object.defineProperty(this, name, { value: hook.bind(hooks) as unknown });
    }
  }

  override setParams(params: CallbackParams): void {
    super.setParams(params);
    this.hooks.setParams?.(params);
  }

  override setModel(model: CallbackModel): void {
    super.setModel(model);
    this.hooks.setModel?.(model);
  }
}

/** A callback made of functions; see `LambdaCallback`. */
export function lambdaCallback(hooks: CallbackHooks): LambdaCallback {
  return new LambdaCallback(hooks);
}
