import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { readDataFormat, type DataFormatOption } from './data-format.js';
import type { Img } from './img.js';

export interface ImgToArrayOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption;
  /** Default: `float32`. */
  dtype?: 'float32' | 'int32';
}

/**
 * A picture as a tensor (height, width, channels) of numbers 0 … 255: Keras' `img_to_array`.
 *
 * @example const batch = tf.expandDims(imgToArray(img), 0)
 * @see https://keras.io/api/data_loading/image/#imgtoarray-function
 */
export function imgToArray(img: Img, options: ImgToArrayOptions = {}): tf.Tensor3D {
  checkOptions('imgToArray', options, ['dataFormat', 'dtype']);
  const format = readDataFormat('imgToArray', options.dataFormat);
  const { width, height, channels, data } = img;
  return tf.tidy(() => {
    const values = options.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
    const x = tf.tensor3d(values, [height, width, channels], options.dtype ?? 'float32');
    return format === 'channels_first' ? tf.transpose(x, [2, 0, 1]) : x;
  });
}
