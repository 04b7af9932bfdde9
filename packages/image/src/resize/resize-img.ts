import { checkChoice, checkOptions, ValueError } from '@ibexjs/core';

import type { Img } from '../img.js';
import { divideByOpacity, multiplyByOpacity } from './opacity.js';
import { PIL_FILTERS, PIL_INTERPOLATIONS, type PilInterpolation } from './pil-filters.js';
import { resizeAxis } from './pil-pass.js';
import { readSize, type ImageSize } from './size.js';

/** Part of a picture: left, upper, right and lower edge in pixels; fractions are allowed. */
export type Box = readonly [left: number, upper: number, right: number, lower: number];

export interface ResizeImgOptions {
  /** Default: `bicubic`, as PIL. (`loadImg` has Keras' default, `nearest`.) */
  interpolation?: PilInterpolation;
  /** The part to resize. Default: all. */
  box?: Box;
}

/**
 * A picture of another size by PIL's numbers, to the bit: `nearest`, `box`, `bilinear`, `hamming`,
 * `bicubic` and `lanczos`, all but the first smoothing when they shrink.
 *
 * @param size (height, width), or one number for both
 * @throws ValueError for sizes that are not positive whole numbers, and a box outside the picture
 * @example resizeImg(img, [224, 224], { interpolation: 'bilinear' })
 * @see https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters
 */
export function resizeImg(img: Img, size: ImageSize, options: ResizeImgOptions = {}): Img {
  checkOptions('resizeImg', options, ['interpolation', 'box']);
  const { interpolation = 'bicubic', box = [0, 0, img.width, img.height] } = options;
  const method = checkChoice('resizeImg', 'interpolation', interpolation, PIL_INTERPOLATIONS);
  const [height, width] = readSize('resizeImg', size);
  const [left, upper, right, lower] = box;
  if (!(left >= 0 && upper >= 0 && right <= img.width && lower <= img.height)) {
    throw new ValueError(
      `resizeImg: the box [${box.join(', ')}] is not within ${img.width}x${img.height} pixels.`,
    );
  }
  if (!(right > left && lower > upper)) {
    throw new ValueError(`resizeImg: the box [${box.join(', ')}] is empty.`);
  }
  const whole = left === 0 && upper === 0 && right === img.width && lower === img.height;
  if (whole && width === img.width && height === img.height) return img;
  if (method === 'nearest') return pickNearest(img, [height, width], box);

  const filter = PIL_FILTERS[method];
  const { channels } = img;
  const source = channels === 4 ? multiplyByOpacity(img.data) : img.data;
  const columns = { size: img.width, stride: channels };
  const narrowed = resizeAxis(source, columns, [left, right], width, filter);
  const rows = { size: img.height, stride: width * channels };
  const resized = resizeAxis(narrowed, rows, [upper, lower], height, filter);
  return { width, height, channels, data: channels === 4 ? divideByOpacity(resized) : resized };
}

/** The pixels that lie nearest to the new ones' centres. */
function pickNearest(img: Img, [height, width]: readonly [number, number], box: Box): Img {
  const { channels, data } = img;
  const columns = nearestOf(box[0], box[2], width);
  const rows = nearestOf(box[1], box[3], height);
  const out = new Uint8Array(width * height * channels);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * img.width + column) * channels;
      for (let c = 0; c < channels; c++) out[to++] = data[from + c]!;
    }
  }
  return { width, height, channels, data: out };
}

function nearestOf(from: number, to: number, size: number): Int32Array {
  const step = (to - from) / size;
  // added up as PIL does, whose rounding decides where two pixels are equally near
  let at = from + step * 0.5;
  return Int32Array.from({ length: size }, () => {
    const pixel = Math.trunc(at);
    at += step;
    return pixel;
  });
}
