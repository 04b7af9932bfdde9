import { environment, nodeOs, ValueError } from '@ibexjs/core';

import { canShareMemory } from './shared-memory.js';

const MOST = 8;

/** How many threads to use: the option, else IBEX_THREADS, else one for each core. */
export function threadCount(option: number | undefined): number {
  if (!canShareMemory()) return 1;
  if (option !== undefined) return option;
  const variable = environment('IBEX_THREADS');
  if (variable) {
    const count = Number(variable);
    if (Number.isInteger(count) && count > 0) return count;
    throw new ValueError(
      `IBEX_THREADS must be a positive whole number; it is ${JSON.stringify(variable)}.`,
    );
  }
  const cores = nodeOs()?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.min(MOST, cores);
}
