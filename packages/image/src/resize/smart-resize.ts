import { checkOptions } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import type { DataFormatOption } from '../data-format.js';
import type { Interpolation } from './kernels.js';
import { resize } from './resize.js';
import type { ImageSize } from './size.js';

export interface SmartResizeOptions {
  /** Default: `bilinear`. */
  interpolation?: Interpolation;
  /** Default: `channelsLast`, whatever is configured, as in Keras. */
  dataFormat?: DataFormatOption;
}

/**
 * Images of another size that are not distorted: the largest middle part of the wanted aspect ratio
 * is cut out, then resized.
 *
 * Input (height, width, channels) or (batch, height, width, channels).
 *
 * @throws ShapeError unless there are 3 or 4 dimensions; ValueError for wrong sizes and options
 * @example smartResize(image, [200, 200])
 */
export function smartResize<T extends tf.Tensor3D | tf.Tensor4D>(
  images: T,
  size: ImageSize,
  options: SmartResizeOptions = {},
): T {
  checkOptions('smartResize', options, ['interpolation', 'dataFormat']);
  const { interpolation = 'bilinear', dataFormat = 'channels_last' } = options;
  return resize(images, size, { interpolation, dataFormat, cropToAspectRatio: true });
}
