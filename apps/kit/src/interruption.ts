import { Callback } from '@ibexjs/callbacks';

/**
 * Listens for Ctrl-C. The first asks training to end after the batch at hand, so that what was
 * learned can be reported; the second ends the process at once.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listener: () => void;

  /** @param onRequest called at the first Ctrl-C */
  constructor(onRequest: () => void) {
    this.#listener = () => {
      if (this.requested) process.exit(130);
      this.#controller.abort(new Error('interrupted'));
      onRequest();
    };
    process.on('SIGINT', this.#listener);
  }

  /** True once Ctrl-C was pressed. */
  get requested(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Aborts when Ctrl-C is pressed; for downloads. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A callback for `fit` that ends it when Ctrl-C was pressed. */
  callback(): Callback {
    return new StopWhen(() => this.requested);
  }

  /** Gives Ctrl-C its usual meaning back. */
  dispose(): void {
    process.off('SIGINT', this.#listener);
  }
}

/** Ends training after the batch during which a condition became true. */
class StopWhen extends Callback {
  constructor(private readonly condition: () => boolean) {
    super();
  }

  override onTrainBatchEnd(): void {
    if (this.condition()) this.model.stopTraining = true;
  }

  override needsBatchLogs(): boolean {
    return false;
  }
}
