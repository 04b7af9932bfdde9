/** What a worker is started with. */
export interface WorkerStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Address of the kernels' table of constants. */
  constants: number;
  /** Index of the control block in an Int32Array of the memory. */
  control: number;
  /** The worker's number, from 1. */
  index: number;
  /** How often it looks for a new job before it goes to sleep. */
  spins: number;
}

/**
 * What a worker does, for ever. Its source text is what workers run, so it uses nothing from
 * outside and no helper functions; the numbers are the fields of CONTROL.
 */
export function workerLoop(start: WorkerStart): void {
  const { memory, constants } = start;
  const instance = new WebAssembly.Instance(start.module, { env: { memory, constants } });
  const takeTiles = instance.exports['takeTiles'] as (
    ...args: [op: number, args: number, next: number, tiles: number, scratch: number]
  ) => number;
  const { control, index, spins } = start;
  let fields = new Int32Array(start.memory.buffer);
  let seen = Atomics.load(fields, control);
  Atomics.add(fields, control + 9, 1);
  for (;;) {
    for (let i = 0; i < spins && Atomics.load(fields, control) === seen; i++);
    while (Atomics.load(fields, control) === seen) Atomics.wait(fields, control, seen);
    seen = Atomics.load(fields, control);
    // announced before looking at `open`: the main thread closes first, then waits for nobody active
    Atomics.add(fields, control + 2, 1);
    if (Atomics.load(fields, control + 1) === 1) {
      const scratch = (fields[control + 7]! >>> 0) + index * fields[control + 8]!;
      const next = 4 * (control + 3);
      takeTiles(fields[control + 5]!, fields[control + 6]!, next, fields[control + 4]!, scratch);
    }
    Atomics.sub(fields, control + 2, 1);
    Atomics.notify(fields, control + 2);
    if (fields.buffer !== start.memory.buffer) fields = new Int32Array(start.memory.buffer);
  }
}
