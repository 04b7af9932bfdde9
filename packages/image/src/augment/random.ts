import { RandomGenerator, ValueError } from '@ibexjs/core';

import { applyAffineTransform, type FillOptions } from './affine.js';
import { applyBrightnessShift, applyChannelShift } from './colour.js';
import type { DataFormatOption } from '../data-format.js';
import type { ImageArray } from '../image-array.js';

/** Options of the random transformations, and their seed. */
export interface RandomTransformOptions extends FillOptions {
  /** Default: the next process-wide seed. */
  seed?: number;
}

/** A number between `-range` and `range`, or between two bounds. */
export function between(random: RandomGenerator, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** @throws ValueError unless it is a pair of numbers */
export function readRange(where: string, range: unknown): [low: number, high: number] {
  if (Array.isArray(range) && range.length === 2 && range.every((n) => Number.isFinite(n))) {
    return range as [number, number];
  }
  throw new ValueError(
    `${where}: a range is a pair of numbers, [low, high]; received ${JSON.stringify(range)}.`,
  );
}

function take({ seed, ...fill }: RandomTransformOptions): [RandomGenerator, FillOptions] {
  return [new RandomGenerator(seed), fill];
}

/** Turned by up to `range` degrees either way. */
export function randomRotation(
  image: ImageArray,
  range: number,
  options: RandomTransformOptions = {},
): ImageArray {
  const [random, fill] = take(options);
  return applyAffineTransform(image, { ...fill, theta: between(random, -range, range) });
}

/** Moved by up to those shares of width and height either way. */
export function randomShift(
  image: ImageArray,
  widthRange: number,
  heightRange: number,
  options: RandomTransformOptions = {},
): ImageArray {
  const [random, fill] = take(options);
  const first = /first/i.test(fill.dataFormat ?? '');
  const [height, width] = [image.shape[first ? 1 : 0], image.shape[first ? 2 : 1]];
  const tx = between(random, -heightRange, heightRange) * height;
  const ty = between(random, -widthRange, widthRange) * width;
  return applyAffineTransform(image, { ...fill, tx, ty });
}

/** Sheared by up to `intensity` degrees either way. */
export function randomShear(
  image: ImageArray,
  intensity: number,
  options: RandomTransformOptions = {},
): ImageArray {
  const [random, fill] = take(options);
  return applyAffineTransform(image, { ...fill, shear: between(random, -intensity, intensity) });
}

/** Stretched along each axis by a factor of the range. @throws ValueError unless it is a pair */
export function randomZoom(
  image: ImageArray,
  zoomRange: readonly [number, number],
  options: RandomTransformOptions = {},
): ImageArray {
  const [low, high] = readRange('randomZoom', zoomRange);
  const [random, fill] = take(options);
  const zx = between(random, low, high);
  return applyAffineTransform(image, { ...fill, zx, zy: between(random, low, high) });
}

/** All channels plus a number of up to `range` either way. */
export function randomChannelShift(image: ImageArray, range: number, seed?: number): ImageArray {
  return applyChannelShift(image, between(new RandomGenerator(seed), -range, range));
}

/** Lighter or darker by a factor of the range. @throws ValueError unless it is a pair */
export function randomBrightness(
  image: ImageArray,
  brightnessRange: readonly [number, number],
  options: { scale?: boolean; seed?: number; dataFormat?: DataFormatOption } = {},
): ImageArray {
  const [low, high] = readRange('randomBrightness', brightnessRange);
  const { scale, seed, dataFormat } = options;
  const factor = between(new RandomGenerator(seed), low, high);
  return applyBrightnessShift(image, factor, scale, dataFormat);
}
