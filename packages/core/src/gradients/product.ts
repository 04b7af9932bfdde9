import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradient of a product over axes: dy times the product of all other factors, which is that of the
 * ones before times that of the ones after, so that zeros do no harm. tfjs's own calls methods that
 * tensors do not have.
 */
tf.registerGradient({
  kernelName: 'Prod',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const x = saved[0]!;
    const axes = tf.util.parseAxisParam((attrs as unknown as { axis: number[] }).axis, x.shape);
    return {
      x: () => {
        const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
        const perm = [...kept, ...axes];
        const moved = tf.transpose(x, perm);
        const factors = tf.util.sizeFromShape(axes.map((axis) => x.shape[axis]!));
        const rows = tf.reshape(moved, [x.size / factors, factors]);
        const others = tf.mul(tf.cumprod(rows, 1, true), tf.cumprod(rows, 1, true, true));
        const gradient = tf.mul(others, tf.reshape(dy as tf.Tensor, [rows.shape[0], 1]));
        const back = perm.map((_, axis) => perm.indexOf(axis));
        return tf.transpose(tf.reshape(gradient, moved.shape), back);
      },
    };
  },
});
