import { toImg, rangeOf } from '../array-to-img.js';
import { readDataFormat, type DataFormatOption } from '../data-format.js';
import { channelsToFirst, channelsToLast, type ImageArray } from '../image-array.js';

/** All channels plus `intensity`, kept within the image's own range: Keras' `apply_channel_shift`. */
export function applyChannelShift(image: ImageArray, intensity: number): ImageArray {
  const [low, high] = rangeOf(image.data);
  const shift = Math.fround(intensity);
  return {
    data: image.data.map((value) => Math.min(high, Math.max(low, value + shift))),
    shape: image.shape,
  };
}

/**
 * A lighter or darker image, in bytes as PIL computes: Keras' `apply_brightness_shift`.
 *
 * @param brightness factor: 1 changes nothing, 0 is black
 * @param scale stretch the numbers to 0 … 255 first, and leave them so. Default: true. Without it
 *   that is done only where they lie outside 0 … 255, and undone.
 */
export function applyBrightnessShift(
  image: ImageArray,
  brightness: number,
  scale = true,
  dataFormat?: DataFormatOption,
): ImageArray {
  const format = readDataFormat('applyBrightnessShift', dataFormat);
  const last = format === 'channels_first' ? channelsToLast(image) : image;
  const [low, high] = rangeOf(last.data);
  const outside = low < 0 || high > 255;
  const { data: bytes, channels } = toImg(last, outside || scale);
  const factor = Math.fround(brightness);
  const data = Float32Array.from(bytes, (byte, i) => {
    const opacity = channels === 4 && i % 4 === 3; // which stays
    const lit = opacity ? byte : Math.min(255, Math.max(0, Math.trunc(Math.fround(factor * byte))));
    return !scale && outside ? (lit / 255) * (high - low) + low : lit;
  });
  const lit: ImageArray = { data, shape: last.shape };
  return format === 'channels_first' ? channelsToFirst(lit) : lit;
}
