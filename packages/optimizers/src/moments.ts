import * as tf from '@tensorflow/tfjs-core';

/** mean + (value - mean) (1 - beta): an exponential moving average takes in a value. */
export function movingAverage(mean: tf.Tensor, value: tf.Tensor, beta: number): tf.Tensor {
  return tf.add(mean, tf.mul(tf.sub(value, mean), 1 - beta));
}

/** 1 - beta^step: what share of the weights of a moving average its first `step` values have. */
export function biasCorrection(beta: number, step: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.pow(tf.scalar(beta), step));
}
