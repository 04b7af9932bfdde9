import { rememberLogits } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** `1 / (1 + exp(-x))`. */
export function sigmoid(x: tf.Tensor): tf.Tensor {
  const y = tf.sigmoid(x);
  rememberLogits(y, x, 'sigmoid');
  return y;
}

/** `log(sigmoid(x))`, without loss of digits far below 0. */
export function logSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.neg(tf.softplus(tf.neg(x))));
}

/** `relu6(x + 3) / 6`: the sigmoid in three straight pieces. */
export function hardSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(tf.relu6(tf.add(x, 3)), 6));
}

/**
 * `0.2 x + 0.5`, cut to 0 … 1: what Keras 1 and 2 and tfjs-layers call hard_sigmoid. Their files are
 * loaded with it; Keras 3 has no name for it.
 */
export function hardSigmoidKeras2(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1));
}

/**
 * 0 up to -1, `(x + 1) / 2` between, 1 from 1 on.
 *
 * @see Blondel, Martins, Niculae, "Learning classifiers with Fenchel-Young losses" (2019)
 */
export function sparseSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const line = tf.mul(tf.add(x, 1), 0.5);
    const upper = tf.where(tf.greaterEqual(x, 1), tf.onesLike(x), line);
    return tf.where(tf.lessEqual(x, -1), tf.zerosLike(x), upper);
  });
}
