import { checkOptions, StateError } from '@ibexjs/core';

import { Callback, type Logs } from './callback.js';
import { printLine } from './output.js';

export interface TerminateOnNaNOptions {
  /** Throw at once instead of ending the training in order. Default: false. */
  raiseError?: boolean;
}

/**
 * Ends training when the loss becomes NaN or infinite. Reads the loss back after every batch.
 *
 * Source: https://keras.io/api/callbacks/terminate_on_nan/
 */
export class TerminateOnNaN extends Callback {
  private readonly raiseError: boolean;

  constructor(options: TerminateOnNaNOptions = {}) {
    super();
    checkOptions('TerminateOnNaN', options, ['raiseError']);
    this.raiseError = options.raiseError ?? false;
  }

  /** @throws StateError on such a loss, with `raiseError` */
  override onBatchEnd(batch: number, logs: Logs): void {
    const loss = logs['loss'];
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.raiseError) {
      throw new StateError(
        `The loss is ${loss} at batch ${batch}: training ends. A lower learning rate or scaled inputs may help.`,
      );
    }
    printLine(`\nBatch ${batch}: Invalid loss, terminating training`);
    this.model.stopTraining = true;
  }
}

/** Ends training when the loss becomes NaN or infinite; see `TerminateOnNaN`. */
export function terminateOnNaN(options?: TerminateOnNaNOptions): TerminateOnNaN {
  return new TerminateOnNaN(options);
}
