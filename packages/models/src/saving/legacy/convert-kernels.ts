import type { Variable } from '@ibexjs/core';
import {
  Conv1D,
  Conv1DTranspose,
  Conv2D,
  Conv2DTranspose,
  Conv3D,
  Conv3DTranspose,
  type Layer,
} from '@ibexjs/layers';
import * as tf from '@tensorflow/tfjs-core';

const CONVOLUTIONS = [Conv1D, Conv2D, Conv3D, Conv1DTranspose, Conv2DTranspose, Conv3DTranspose];

/**
 * Turns the kernels of all convolutions round, in place: Theano, on which Keras 1 ran, convolves with
 * a kernel whose rows and columns run backwards. For weights that were trained there (by a file of
 * Keras 1 with `th` kernels); done twice it changes nothing. Files of Keras 2 say on what they were
 * written, and are turned round as they are read.
 *
 * @example
 * await model.loadWeights('vgg16_weights_th.h5');
 * convertAllKernelsInModel(model);
 */
export function convertAllKernelsInModel(model: Layer): void {
  const seen = new Set<Layer>();
  const visit = (layer: Layer): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    if (CONVOLUTIONS.some((convolution) => layer instanceof convolution))
      turnRound((layer as Conv2D).kernel);
    layer.sublayers.forEach(visit);
  };
  visit(model);
}

function turnRound(kernel: Variable): void {
  const spatial = kernel.shape.slice(0, -2).map((_, axis) => axis);
  tf.tidy(() => kernel.assign(tf.reverse(kernel.read(), spatial)));
}
