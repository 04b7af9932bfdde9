import { convolveAddBias } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface Convolve2dOptions {
  strides: [number, number];
  padding: 'valid' | 'same';
  dilations: [number, number];
  groups: number;
}

/**
 * Convolution of (batch, height, width, channels) with [rows, columns, channels / groups, filters],
 * and a bias [filters]. Groups are convolved one after the other.
 */
export function convolve2d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor | null,
  options: Convolve2dOptions,
): tf.Tensor {
  const { strides, padding, dilations, groups } = options;
  if (groups === 1 && dilations.every((d) => d === 1)) {
    return convolveAddBias(x, kernel, bias, strides, padding);
  }
  const parts = groups === 1 ? [x] : tf.split<tf.Tensor4D>(x, groups, 3);
  const kernels = groups === 1 ? [kernel] : tf.split<tf.Tensor4D>(kernel, groups, 3);
  const results: tf.Tensor[] = parts.map((part, i) =>
    tf.conv2d(part, kernels[i]!, strides, padding, 'NHWC', dilations),
  );
  const y = results.length === 1 ? results[0]! : tf.concat(results, 3);
  return bias ? tf.add(y, bias) : y;
}
