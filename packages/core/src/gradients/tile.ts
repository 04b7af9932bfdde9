import * as tf from '@tensorflow/tfjs-core';

/**
 * tfjs has the gradient of tile (and of broadcastTo, which uses it) up to 4 dimensions, made of
 * one slice and one addition for each copy. This one sums the copies of an axis at once.
 */
tf.registerGradient({
  kernelName: 'Tile',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const { shape } = saved[0]!;
    const { reps } = attrs as unknown as { reps: number[] };
    return {
      x: () => {
        let gradient = dy as tf.Tensor;
        reps.forEach((copies, axis) => {
          if (copies === 1) return;
          const before = tf.util.sizeFromShape(gradient.shape.slice(0, axis));
          const rest = tf.util.sizeFromShape(gradient.shape.slice(axis + 1));
          const split = tf.reshape(gradient, [before, copies, shape[axis]! * rest]);
          const summed = gradient.shape.slice();
          summed[axis] = shape[axis]!;
          gradient = tf.reshape(tf.sum(split, 1), summed);
        });
        return gradient;
      },
    };
  },
});
