import * as tf from '@tensorflow/tfjs-core';

/**
 * True when the backend in use has its own kernel of that name. Ibex's fused kernels
 * (`IbexStatelessRandom`, `IbexLstm` …) are optional: what calls them falls back to composed ops.
 */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel by name and returns its single result. */
export function runKernel(name: string, inputs: tf.NamedTensorMap, attrs: object = {}): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}

/** Runs a kernel by name and returns its results. */
export function runKernelMany(
  name: string,
  inputs: tf.NamedTensorMap,
  attrs: object = {},
): tf.Tensor[] {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}
