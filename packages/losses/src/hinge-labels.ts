import * as tf from '@tensorflow/tfjs-core';

/** Labels 0 and 1 become -1 and 1; any others stay as they are. Decided by the whole batch. */
export function signLabels(labels: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const binary = tf.all(tf.logicalOr(tf.equal(labels, 0), tf.equal(labels, 1)));
    // labels + binary (labels - 1) is 2 labels - 1 where binary, without branching on a tensor
    return tf.add(labels, tf.mul(tf.cast(binary, 'float32'), tf.sub(labels, 1)));
  });
}
