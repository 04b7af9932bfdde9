import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradients of the scalar that `f` computes; null for a variable that it does not depend on. Call
 * it inside a tidy.
 */
export function gradientsOf(f: () => tf.Tensor, variables: tf.Variable[]): (tf.Tensor | null)[] {
  const engine = tf.engine();
  try {
    const { grads } = engine.gradients(f, variables, undefined, true);
    return grads.map((gradient) => gradient ?? null);
  } catch (error) {
    // tfjs keeps what a failed forward pass had saved for the backward pass
    const { activeTape } = engine.state;
    for (const { saved } of activeTape ?? []) tf.dispose(saved ?? []);
    engine.state.activeTape = null as unknown as typeof activeTape;
    throw error;
  }
}
