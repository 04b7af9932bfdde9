import { IbexError } from '@ibexjs/core';
import type { Console } from './console.js';
import { Interruption } from './interruption.js';
import { UsageError } from './options.js';

/** Exit codes of every demo. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/**
 * Runs a demo and turns its end into an exit code: 0, 2 for a wrong command line, 130 after Ctrl-C,
 * 1 for any other error. Errors that Ibex explains are printed without a stack trace.
 */
export async function run(
  console: Console,
  body: (interruption: Interruption) => Promise<void>,
): Promise<number> {
  const interruption = new Interruption(() => console.err('Stopping after this batch …'));
  try {
    await body(interruption);
    return interruption.requested ? EXIT.interrupted : EXIT.success;
  } catch (error) {
    if (error instanceof UsageError) return error.exitCode;
    if (interruption.requested) return EXIT.interrupted;
    console.err(explain(error));
    return EXIT.failure;
  } finally {
    interruption.dispose();
  }
}

function explain(error: unknown): string {
  if (error instanceof IbexError) return `Error: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
