import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';

interface PoolAttrs {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * tfjs's cpu kernel divides the gradient by the whole window even where part of it lies over the
 * edge ('same'). Here the input is thought of as padded with zeros, which needs no such case: dy is
 * scaled by (size of the window) / (entries of it inside), pooled back and cut to the input.
 */
const original = tf.getGradient('AvgPool');

tf.registerGradient({
  kernelName: 'AvgPool',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttrs;
    const x = saved[0] as tf.Tensor4D;
    const info = tf.backend_util.computePool2DInfo(
      x.shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { top, bottom, left, right } = info.padInfo;
    if (original && top + bottom + left + right === 0) return original.gradFunc(dy, saved, attrs);
    const [batch, height, width, channels] = x.shape;
    return {
      x: () => {
        const inside = counts(info.outHeight, info.strideHeight, info.filterHeight, top, height);
        const across = counts(info.outWidth, info.strideWidth, info.filterWidth, left, width);
        const size = info.filterHeight * info.filterWidth;
        const scale = inside.flatMap((rows) => across.map((columns) => size / (rows * columns)));
        const scaled = tf.mul(
          dy as tf.Tensor,
          tf.tensor4d(scale, [1, info.outHeight, info.outWidth, 1]),
        );
        const padded = [batch, height + top + bottom, width + left + right, channels];
        const input = tf.zeros(padded);
        const gradient = runKernel(
          'AvgPoolGrad',
          { dy: scaled, input },
          { filterSize, strides, pad: 'valid' },
        );
        return tf.slice(gradient, [0, top, left, 0], x.shape);
      },
    };
  },
});

/** How many entries of each window along an axis lie inside the input. */
function counts(windows: number, stride: number, window: number, before: number, size: number) {
  return Array.from({ length: windows }, (_, i) => {
    const first = i * stride - before;
    return Math.min(first + window, size) - Math.max(first, 0);
  });
}
