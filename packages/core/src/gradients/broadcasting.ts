import * as tf from '@tensorflow/tfjs-core';

/** Sums `gradient` over the axes along which an input of `shape` was broadcast. */
export function sumToShape(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}

/** tfjs's gradients of these three have the shape of the result, not that of a broadcast input. */
function register(
  kernelName: string,
  slopes: (a: tf.Tensor, b: tf.Tensor) => [() => tf.Tensor, () => tf.Tensor],
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      const [slopeA, slopeB] = slopes(a, b);
      return {
        a: () => sumToShape(tf.mul(dy as tf.Tensor, slopeA()), a.shape),
        b: () => sumToShape(tf.mul(dy as tf.Tensor, slopeB()), b.shape),
      };
    },
  });
}

// where both are equal the first takes the whole gradient, as in TensorFlow
register('Maximum', (a, b) => [
  () => tf.cast(tf.greaterEqual(a, b), 'float32'),
  () => tf.cast(tf.less(a, b), 'float32'),
]);
register('Minimum', (a, b) => [
  () => tf.cast(tf.lessEqual(a, b), 'float32'),
  () => tf.cast(tf.greater(a, b), 'float32'),
]);
register('SquaredDifference', (a, b) => [
  () => tf.mul(2, tf.sub(a, b)),
  () => tf.mul(2, tf.sub(b, a)),
]);
