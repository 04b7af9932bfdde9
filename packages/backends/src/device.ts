import { nodeOs } from '@ibexjs/core';

/** The processor, for people. */
export function processorName(): string {
  const cpus = nodeOs()?.cpus() ?? [];
  if (cpus.length > 0) return `${cpus[0]!.model.trim()}, ${cpus.length} cores`;
  const cores = typeof navigator === 'undefined' ? undefined : navigator.hardwareConcurrency;
  return cores ? `this browser, ${cores} cores` : 'this browser';
}
