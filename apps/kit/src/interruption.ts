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

  /** Aborts when Ctrl-C is pressed: for `fit`, which ends after the batch at hand, and downloads. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives Ctrl-C its usual meaning back. */
  dispose(): void {
    process.off('SIGINT', this.#listener);
  }
}
