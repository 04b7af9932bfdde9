import type { ImageDataFormat } from '@ibexjs/core';

import { channelsToFirst, type ImageArray } from '../image-array.js';
import type { ColorMode } from '../img.js';
import { loadImg } from '../load-img.js';
import { centralWindow } from '../resize/aspect-ratio.js';
import type { Interpolation } from '../resize/kernels.js';
import { resizeArray } from '../resize/resize-array.js';

/** How the pictures of a data set are loaded. */
export interface ArrayLoading {
  size: [height: number, width: number];
  colorMode: ColorMode;
  interpolation: Interpolation;
  cropToAspectRatio: boolean;
  padToAspectRatio: boolean;
  dataFormat: ImageDataFormat;
}

/** A picture as numbers of the wanted size, by TensorFlow's formulas. */
export async function loadArray(path: string, loading: ArrayLoading): Promise<ImageArray> {
  const { size, interpolation, colorMode } = loading;
  const img = await loadImg(path, { colorMode });
  const image: ImageArray = {
    data: Float32Array.from(img.data),
    shape: [img.height, img.width, img.channels],
  };
  let resized: ImageArray;
  if (loading.cropToAspectRatio) resized = resizeArray(crop(image, size), size, interpolation);
  else if (loading.padToAspectRatio) resized = resizeWithPad(image, size, interpolation);
  else resized = resizeArray(image, size, interpolation);
  return loading.dataFormat === 'channels_first' ? channelsToFirst(resized) : resized;
}

/** The largest middle part that has the wanted aspect ratio. */
export function crop(image: ImageArray, size: readonly [number, number]): ImageArray {
  const [height, width, channels] = image.shape;
  const window = centralWindow(height, width, size);
  const line = window.width * channels;
  const data = new Float32Array(window.height * line);
  for (let row = 0; row < window.height; row++) {
    const from = ((window.top + row) * width + window.left) * channels;
    data.set(image.data.subarray(from, from + line), row * line);
  }
  return { data, shape: [window.height, window.width, channels] };
}

/** Resized to fit, then put in the middle of zeros: TensorFlow's `resize_with_pad`. */
export function resizeWithPad(
  image: ImageArray,
  [height, width]: readonly [number, number],
  interpolation: Interpolation,
): ImageArray {
  const { fround } = Math;
  const [oldHeight, oldWidth, channels] = image.shape;
  const ratio = fround(Math.max(fround(oldWidth / width), fround(oldHeight / height)));
  const [exactHeight, exactWidth] = [fround(oldHeight / ratio), fround(oldWidth / ratio)];
  const small = [Math.floor(exactHeight), Math.floor(exactWidth)] as const;
  const top = Math.max(0, Math.floor((height - exactHeight) / 2));
  const left = Math.max(0, Math.floor((width - exactWidth) / 2));
  const resized = resizeArray(image, small, interpolation);
  const data = new Float32Array(height * width * channels);
  const line = small[1] * channels;
  for (let row = 0; row < small[0]; row++) {
    const to = ((top + row) * width + left) * channels;
    data.set(resized.data.subarray(row * line, (row + 1) * line), to);
  }
  return { data, shape: [height, width, channels] };
}
