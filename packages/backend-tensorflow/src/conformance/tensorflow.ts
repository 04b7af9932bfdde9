import { describe, test } from '@jest/globals';

import { findLibrary } from '../library/find.js';

/** Declares tests that need TensorFlow: skipped, with the reason in their name, where it is not. */
export function describeTensorFlow(name: string, body: () => void): void {
  let reason: string | null = null;
  try {
    findLibrary(undefined);
  } catch (error) {
    reason = (error as Error).message;
  }
  if (reason === null) describe(name, body);
  else test.skip(`${name} (skipped: ${reason})`, () => undefined);
}
