import { getRandomState } from '@ibexjs/core';

import { TraceError } from '../errors.js';

/**
 * Runs the body of a function that is being compiled, and notices when it draws random numbers in
 * JavaScript: the compiled function would use the same ones for ever.
 *
 * @throws TraceError
 */
export function withoutDrawing<T>(body: () => T): T {
  const { random } = Math;
  const { drawn } = getRandomState();
  let draws = 0;
  Math.random = () => {
    draws++;
    return random();
  };
  try {
    const result = body();
    if (draws > 0 || getRandomState().drawn !== drawn) {
      throw new TraceError('it draws random numbers in JavaScript');
    }
    return result;
  } finally {
    Math.random = random;
  }
}
