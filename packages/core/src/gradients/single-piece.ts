import * as tf from '@tensorflow/tfjs-core';

/** tfjs hands the gradient of a kernel with one result over bare, not in an array. */
function asArray(dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(dy) ? dy : [dy];
}

// tfjs's own gradients of unstack and split fail when there is one piece only.

tf.registerGradient({
  kernelName: 'Unpack',
  gradFunc: (dy, _saved, attrs) => ({
    value: () => tf.stack(asArray(dy), attrs['axis'] as number),
  }),
});

tf.registerGradient({
  kernelName: 'SplitV',
  gradFunc: (dy, _saved, attrs) => ({
    x: () => tf.concat(asArray(dy), attrs['axis'] as number),
  }),
});
