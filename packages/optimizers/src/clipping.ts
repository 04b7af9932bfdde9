import * as tf from '@tensorflow/tfjs-core';

/** The gradient, shortened to a norm of at most `limit`. */
export function clipByNorm(gradient: tf.Tensor, limit: number): tf.Tensor {
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.sum(tf.square(gradient)));
    return tf.mul(gradient, tf.div(limit, tf.maximum(norm, limit)));
  });
}

/** All gradients, shortened alike so that their common norm is at most `limit`. */
export function clipByGlobalNorm(gradients: tf.Tensor[], limit: number): tf.Tensor[] {
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares));
    const scale = tf.mul(tf.minimum(tf.div(1, norm), 1 / limit), limit);
    // an infinite norm makes every gradient NaN, as in Keras: it must not go unseen
    const seen = tf.add(scale, tf.sub(norm, norm));
    return gradients.map((gradient) => tf.mul(gradient, seen));
  });
}

/** The clipping that an optimizer's options ask for, of which at most one is set. */
export function clipGradients(
  gradients: tf.Tensor[],
  limits: { clipnorm: number | null; clipvalue: number | null; globalClipnorm: number | null },
): tf.Tensor[] {
  const { clipnorm, clipvalue, globalClipnorm } = limits;
  if (clipnorm) return gradients.map((gradient) => clipByNorm(gradient, clipnorm));
  if (globalClipnorm) return clipByGlobalNorm(gradients, globalClipnorm);
  if (clipvalue)
    return gradients.map((gradient) => tf.clipByValue(gradient, -clipvalue, clipvalue));
  return gradients;
}
