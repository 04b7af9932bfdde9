import * as tf from '@tensorflow/tfjs-core';

/**
 * Where several entries are the largest (or smallest), tfjs gives each of them the whole gradient.
 * They share it here, as in TensorFlow: zeros after a relu are often several.
 */
for (const kernelName of ['Max', 'Min']) {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, y] = saved as [tf.Tensor, tf.Tensor];
      // the two kernels name their axes differently
      const { reductionIndices, axis } = attrs as unknown as Record<string, number | number[]>;
      const axes = tf.util.parseAxisParam((reductionIndices ?? axis)!, x.shape);
      const kept = tf.backend_util.expandShapeToKeepDim(y.shape, axes);
      const wide = y.rank < x.rank ? kept : y.shape;
      return {
        x: () => {
          const chosen = tf.cast(tf.equal(x, tf.reshape(y, wide)), 'float32');
          const share = tf.div(tf.reshape(dy as tf.Tensor, wide), tf.sum(chosen, axes, true));
          return tf.mul(chosen, share);
        },
      };
    },
  });
}
