import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * 1 where fewer than `k` classes are likelier than the labelled one, else 0. Ties at the border
 * count as in, as in TensorFlow; a label that is no class counts as out.
 *
 * @param labels class numbers, of the shape of `yPred` without its last axis
 */
export function inTopK(labels: tf.Tensor, yPred: tf.Tensor, k: number): tf.Tensor {
  return tf.tidy(() => {
    const classes = yPred.shape.at(-1)!;
    const numbers = tf.cast(labels, 'int32');
    const predictions = toFloat(yPred);
    const oneHot = toFloat(tf.oneHot(numbers, classes));
    const ofLabel = tf.sum(tf.mul(predictions, oneHot), -1, true);
    const likelier = tf.sum(toFloat(tf.greater(predictions, ofLabel)), -1);
    const isClass = tf.sum(oneHot, -1);
    return tf.mul(toFloat(tf.less(likelier, k)), isClass);
  });
}
