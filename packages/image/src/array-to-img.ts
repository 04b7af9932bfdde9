import { checkOptions, ShapeError } from '@ibexjs/core';

import { readDataFormat, type DataFormatOption } from './data-format.js';
import { channelsToLast, toImageArray, type ImageArray, type NumbersInput } from './image-array.js';
import { createImg, type Img } from './img.js';

export interface ArrayToImgOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption;
  /** Stretch the numbers so that the least becomes 0 and the largest 255. Default: true. */
  scale?: boolean;
}

/**
 * A picture of an array (height, width, channels) of 1, 3 or 4 channels: Keras' `array_to_img`.
 * Fractions are cut off, as there. Without `scale` the numbers should lie in 0 … 255.
 *
 * @throws ShapeError for other shapes
 * @example const img = await arrayToImg(tensor, { scale: false })
 * @see https://keras.io/api/data_loading/image/#arraytoimg-function
 */
export async function arrayToImg(x: NumbersInput, options: ArrayToImgOptions = {}): Promise<Img> {
  checkOptions('arrayToImg', options, ['dataFormat', 'scale']);
  const format = readDataFormat('arrayToImg', options.dataFormat);
  const image = await toImageArray(x);
  return toImg(format === 'channels_first' ? channelsToLast(image) : image, options.scale ?? true);
}

/** The same at once, for an array (height, width, channels) in JavaScript's memory. */
export function toImg({ data, shape: [height, width, channels] }: ImageArray, scale: boolean): Img {
  if (![1, 3, 4].includes(channels)) {
    throw new ShapeError(
      `arrayToImg: a picture has 1, 3 or 4 channels; received the shape [${height}, ${width}, ${channels}].`,
    );
  }
  const [low, high] = scale ? rangeOf(data) : [0, 0];
  // in float32 throughout: the cut decides, and 254.99999 must be the same number as in Keras
  const span = Math.fround(high - low);
  const bytes = Uint8Array.from(data, (value) => {
    if (!scale) return Math.min(255, Math.max(0, Math.trunc(value)));
    const lifted = Math.fround(value - low);
    return Math.trunc(Math.fround((span === 0 ? lifted : Math.fround(lifted / span)) * 255));
  });
  return createImg(bytes, width, height, channels);
}

/** Least and largest number. */
export function rangeOf(data: Float32Array): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
