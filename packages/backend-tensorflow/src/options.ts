import { checkOptions, ValueError } from '@ibexjs/core';

/** Options of `register`. */
export interface RegisterOptions {
  /** Which backend: the processor (`tensorflow`) or a GPU (`cuda`). Default: `tensorflow`. */
  backend?: 'tensorflow' | 'cuda';
  /**
   * TensorFlow's library, or the folder that it, a Python environment or an unpacked C archive is
   * in. Default: `IBEX_LIBTENSORFLOW`, else what is found.
   */
  library?: string;
  /** Number of the GPU, as `nvidia-smi` counts. Default: 0. Only for `cuda`. */
  device?: number;
  /** Threads within an operation. Default: `IBEX_THREADS`, else all cores. */
  threads?: number;
}

const KNOWN = ['backend', 'library', 'device', 'threads'];

/** @throws UnknownOptionError, ValueError */
export function checkRegisterOptions(options: RegisterOptions): void {
  const where = 'backend-tensorflow register';
  checkOptions(where, options, KNOWN);
  const { backend = 'tensorflow' } = options;
  if (!['tensorflow', 'cuda'].includes(backend)) {
    throw new ValueError(
      `${where}: option "backend" must be 'tensorflow' or 'cuda'; received ${JSON.stringify(backend)}.`,
    );
  }
  for (const name of ['device', 'threads'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw new ValueError(
        `${where}: option "${name}" must be a whole number from 0 on; received ${JSON.stringify(value)}.`,
      );
    }
  }
}
