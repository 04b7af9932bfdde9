import { engine } from '@tensorflow/tfjs-core';

/**
 * Runs what makes layers, models or optimizers; when it fails halfway, the variables that it had
 * made are freed.
 */
export function freeOnError<T>(make: () => T): T {
  const before = new Set(Object.keys(engine().registeredVariables));
  try {
    return make();
  } catch (error) {
    for (const [name, variable] of Object.entries(engine().registeredVariables))
      if (!before.has(name)) variable.dispose();
    throw error;
  }
}
