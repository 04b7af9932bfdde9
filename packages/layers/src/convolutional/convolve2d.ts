import { convolveAddBias, type FusedActivation } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface Convolve2dOptions {
  strides: [number, number];
  padding: 'valid' | 'same';
  dilations: [number, number];
  groups: number;
  /** Default: `linear`. */
  activation?: FusedActivation;
}

/**
 * Convolution of (batch, height, width, channels) with [rows, columns, channels / groups, filters],
 * a bias [filters], and an activation. Groups are convolved one after the other, unless each is a single channel.
 */
export function convolve2d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor | null,
  options: Convolve2dOptions,
): tf.Tensor {
  const { strides, padding, dilations, groups, activation } = options;
  if (groups === 1 && dilations.every((d) => d === 1)) {
    return convolveAddBias(x, kernel, bias, strides, padding, activation);
  }
  const y =
    groups > 1 && groups === x.shape[3]
      ? depthwise(x, kernel, options)
      : byGroups(x, kernel, options);
  const biased = bias ? tf.add(y, bias) : y;
  return activation === 'relu' ? tf.relu(biased) : biased;
}

/** With a group for every channel, the filters of a group are the channel's own. */
function depthwise(x: tf.Tensor4D, kernel: tf.Tensor4D, options: Convolve2dOptions): tf.Tensor {
  const { strides, padding, dilations, groups } = options;
  const [rows, columns, , filters] = kernel.shape;
  const own = tf.reshape<tf.Rank.R4>(kernel, [rows, columns, groups, filters / groups]);
  return tf.depthwiseConv2d(x, own, strides, padding, 'NHWC', dilations);
}

function byGroups(x: tf.Tensor4D, kernel: tf.Tensor4D, options: Convolve2dOptions): tf.Tensor {
  const { strides, padding, dilations, groups } = options;
  const parts = groups === 1 ? [x] : tf.split<tf.Tensor4D>(x, groups, 3);
  const kernels = groups === 1 ? [kernel] : tf.split<tf.Tensor4D>(kernel, groups, 3);
  const results: tf.Tensor[] = parts.map((part, i) =>
    tf.conv2d(part, kernels[i]!, strides, padding, 'NHWC', dilations),
  );
  return results.length === 1 ? results[0]! : tf.concat(results, 3);
}
