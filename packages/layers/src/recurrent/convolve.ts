import * as tf from '@tensorflow/tfjs-core';

import { convolve2d } from '../convolutional/convolve2d.js';
import { spreadTaps } from '../convolutional/spread-taps.js';
import type { Padding } from '../convolutional/windows.js';

/** Convolution over one, two or three spatial axes, channels last, without a bias. */
export function convolve(
  x: tf.Tensor,
  kernel: tf.Tensor,
  strides: number[],
  padding: Padding,
  dilations: number[],
): tf.Tensor {
  const pad = padding as 'valid' | 'same';
  if (x.rank === 5) {
    const taps = spreadTaps(kernel, dilations) as tf.Tensor5D;
    return tf.conv3d(x as tf.Tensor5D, taps, strides as [number, number, number], pad);
  }
  if (x.rank === 4) {
    return convolve2d(x as tf.Tensor4D, kernel as tf.Tensor4D, null, {
      strides: strides as [number, number],
      padding: pad,
      dilations: dilations as [number, number],
      groups: 1,
    });
  }
  // a sequence is an image of one row
  const [row, taps] = [tf.expandDims(x, 1), tf.expandDims(kernel, 0)];
  return tf.squeeze(convolve(row, taps, [1, ...strides], padding, [1, ...dilations]), [1]);
}
