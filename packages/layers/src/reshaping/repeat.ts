import * as tf from '@tensorflow/tfjs-core';

/** Every entry along an axis `factor` times. */
export function repeat(x: tf.Tensor, axis: number, factor: number): tf.Tensor {
  if (factor === 1) return x;
  const before = tf.util.sizeFromShape(x.shape.slice(0, axis + 1));
  const after = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  const tiled = tf.tile(tf.reshape(x, [before, 1, after]), [1, factor, 1]);
  return tf.reshape(
    tiled,
    x.shape.map((size, i) => (i === axis ? size * factor : size)),
  );
}
