import * as tf from '@tensorflow/tfjs-core';

/** How many tensors are alive, in all backends. */
export function numTensors(): number {
  return tf.memory().numTensors;
}

/**
 * `tf.tidy` for asynchronous work: disposes every tensor made while `body` ran, but those kept
 * (`tf.keep`, variables) and those returned. Nothing else may make tensors meanwhile.
 */
export async function tidyAsync<T extends tf.TensorContainer>(body: () => Promise<T>): Promise<T> {
  const engine = tf.engine();
  engine.startScope('tidyAsync');
  let result: T | undefined;
  try {
    result = await body();
    return result;
  } finally {
    engine.endScope(result);
  }
}
