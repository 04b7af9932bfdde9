import * as tf from '@tensorflow/tfjs-core';

/**
 * Binary crossentropy of each element from logits x and labels z: max(x, 0) - x z + log(1 +
 * exp(-|x|)), which neither overflows nor loses digits; its gradient is sigmoid(x) - z.
 */
export const sigmoidCrossEntropy = tf.customGrad((labels, logits, save) => {
  const [z, x] = [labels as tf.Tensor, logits as tf.Tensor];
  (save as tf.GradSaveFunc)([z, x]);
  const value = tf.add(tf.sub(tf.relu(x), tf.mul(x, z)), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
  return {
    value,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [y, rows] = saved as [tf.Tensor, tf.Tensor];
      return [tf.neg(tf.mul(dy, rows)), tf.mul(dy, tf.sub(tf.sigmoid(rows), y))];
    },
  };
});
