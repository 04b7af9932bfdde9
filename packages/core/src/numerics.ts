import * as tf from '@tensorflow/tfjs-core';

/** As float32; the tensor itself when it is so already. */
export function toFloat(x: tf.Tensor): tf.Tensor {
  return x.dtype === 'float32' ? x : tf.cast(x, 'float32');
}

/** x / y, and 0 where y is 0. */
export function divideNoNan(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const zero = tf.equal(y, 0);
    const quotient = tf.div(x, tf.where(zero, tf.onesLike(y), y));
    return tf.where(zero, tf.zerosLike(quotient), quotient);
  });
}
