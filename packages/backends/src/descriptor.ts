/** What is known of a backend that can run here. */
export interface BackendDevice {
  /** What computes, for people: `12th Gen Intel(R) Core(TM) i7-1260P, 2 cores`. */
  device: string;
  version: string;
  /** Why 'auto' passes it over although it runs: a driver that computes on the processor. */
  slow?: string;
}

/**
 * One way to compute. A backend is a file that exports one of these, and a row in `table.ts`;
 * nothing of it is loaded before it is asked for.
 */
export interface BackendDescriptor {
  /** What users call it: `wasm`. */
  readonly name: string;
  /** What tfjs calls it. */
  readonly tfjsName: string;
  /** The one command, or step, that mends it where it cannot run. */
  readonly remedy: string;
  /** Finds out whether it can run here, without starting it. @throws why it cannot */
  probe(): Promise<BackendDevice>;
  /** Loads it and registers it with tfjs under `tfjsName`. @throws why it cannot */
  load(): Promise<void>;
  /**
   * Makes the tensors of the running backend readable at once, so that the next one can take them
   * over. Needed only where reads are asynchronous.
   */
  leave?(): Promise<void>;
}
