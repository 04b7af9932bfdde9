import { describe, test } from '@jest/globals';

/**
 * Declares tests that need TensorFlow: skipped, with the reason in their name, where no library is
 * found.
 */
export async function describeTensorFlow(name: string, body: () => void): Promise<void> {
  const { probe } = await import('@ibexjs/backend-tensorflow');
  try {
    await probe();
  } catch (error) {
    test.skip(`${name} (skipped: ${(error as Error).message})`, () => undefined);
    return;
  }
  describe(name, body);
}
