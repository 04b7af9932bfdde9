import { ValueError } from '@ibexjs/core';
import { extent, type Numbers } from '../data/numbers.js';

/** Pixels in a row, top left first; 1 (grey), 3 (RGB) or 4 (RGBA) numbers each. */
export interface PixelData {
  data: Numbers;
  width: number;
  height: number;
  /** Default 1. */
  channels?: number;
}

/** Rows of grey values, or rows of pixels of 1, 3 or 4 numbers. */
export type PixelRows = readonly (Numbers | readonly Numbers[])[];

/** An image as plain data: `[[0, 1], [1, 0]]`, `await tensor.array()`, or pixels with their size. */
export type ImageLike = PixelData | PixelRows;

/** An image with its numbers in one row. */
export interface Raster {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  data: Numbers;
}

/** The value that is drawn darkest, and the one that is drawn brightest. */
export type ValueRange = readonly [low: number, high: number];

/** Checks an image and lays its numbers in one row. @throws ValueError saying what is wrong */
export function toRaster(where: string, image: ImageLike): Raster {
  if (image == null || typeof image !== 'object') {
    throw new ValueError(
      `${where}: an image is rows of numbers or { data, width, height }; received ${String(image)}. ` +
        'For a tensor use imagesFromTensor.',
    );
  }
  return 'data' in image ? fromPixels(where, image) : fromRows(where, image);
}

function fromPixels(where: string, { data, width, height, channels = 1 }: PixelData): Raster {
  const checked = checkChannels(where, channels);
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new ValueError(`${where}: an image of ${width} x ${height} pixels cannot be drawn.`);
  }
  if (data.length !== width * height * checked) {
    throw new ValueError(
      `${where}: an image of ${width} x ${height} pixels and ${checked} channels has ` +
        `${width * height * checked} numbers; received ${data.length}.`,
    );
  }
  return { width, height, channels: checked, data };
}

function fromRows(where: string, rows: PixelRows): Raster {
  const first = rows[0];
  if (!first || first.length === 0) throw new ValueError(`${where}: an image has no pixels.`);
  const width = first.length;
  const channels = checkChannels(where, typeof first[0] === 'number' ? 1 : first[0]!.length);
  const data = new Float32Array(rows.length * width * channels);
  let at = 0;
  for (const [y, row] of rows.entries()) {
    if (row.length !== width) {
      throw new ValueError(
        `${where}: row ${y} of an image has ${row.length} pixels, row 0 has ${width}.`,
      );
    }
    for (let x = 0; x < width; x++) {
      const pixel = row[x]!;
      if (typeof pixel === 'number') data[at++] = pixel;
      else for (let c = 0; c < channels; c++) data[at++] = pixel[c]!;
    }
  }
  return { width, height: rows.length, channels, data };
}

function checkChannels(where: string, channels: number): 1 | 3 | 4 {
  if (channels === 1 || channels === 3 || channels === 4) return channels;
  throw new ValueError(
    `${where}: a pixel has 1 (grey), 3 (RGB) or 4 (RGBA) numbers; received ${channels}.`,
  );
}

/**
 * The range that a set of images is drawn in: 0…255 for bytes, 0…1 where that holds all values,
 * otherwise from the smallest (at most 0) to the largest. One range for the whole set, so that its
 * images can be compared.
 */
export function naturalRange(images: readonly Raster[]): ValueRange {
  if (images.every(({ data }) => data instanceof Uint8Array || data instanceof Uint8ClampedArray)) {
    return [0, 255];
  }
  let low = 0;
  let high = 0;
  for (const { data } of images) {
    const [min, max] = extent(Array.from(data)) ?? [0, 0];
    low = Math.min(low, min);
    high = Math.max(high, max);
  }
  if (low >= 0 && high <= 1) return [0, 1];
  return [low, high > low ? high : low + 1];
}
