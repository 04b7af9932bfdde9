// tfjs-layers calls operations as methods of tensors (`x.sum()`), which no bundle of tfjs-core that
// Node loads registers. For this peer alone they are defined here.
import * as tf from '@tensorflow/tfjs-core';

/** Methods that are not simply the function of that name with the tensor first. */
const special = {
  asScalar: (x) => tf.reshape(x, []),
  asType: (x, dtype) => tf.cast(x, dtype),
  flatten: (x) => tf.reshape(x, [x.size]),
  as1D: (x) => tf.reshape(x, [x.size]),
  as2D: (x, ...shape) => tf.reshape(x, shape),
  as3D: (x, ...shape) => tf.reshape(x, shape),
  as4D: (x, ...shape) => tf.reshape(x, shape),
  as5D: (x, ...shape) => tf.reshape(x, shape),
  reshapeAs: (x, other) => tf.reshape(x, other.shape),
  concat: (x, others, axis) => tf.concat([x, ...[others].flat()], axis),
  stack: (x, others, axis) => tf.stack([x, ...[others].flat()], axis),
  batchNorm: (x, ...rest) => tf.batchNorm(x, ...rest),
  resizeBilinear: (x, ...rest) => tf.image.resizeBilinear(x, ...rest),
  resizeNearestNeighbor: (x, ...rest) => tf.image.resizeNearestNeighbor(x, ...rest),
};

export function registerChainedOps() {
  const { prototype } = tf.Tensor;
  const define = (name, method) => {
    if (name in prototype) return;
    prototype[name] = function (...rest) {
      return method(this, ...rest);
    };
  };
  for (const [name, method] of Object.entries(special)) define(name, method);
  for (const [name, op] of Object.entries(tf)) {
    if (typeof op === 'function' && /^[a-z]/.test(name)) define(name, op);
  }
}
