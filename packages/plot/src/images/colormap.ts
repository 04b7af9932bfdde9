import { extent } from '../data/numbers.js';
import type { Raster, ValueRange } from './raster.js';

/** How grey images are coloured: black to white, white to black, or by viridis' colours. */
export const COLORMAPS = ['gray', 'grayReversed', 'viridis'] as const;
export type ColormapName = (typeof COLORMAPS)[number];

type Rgb = readonly [number, number, number];

/** Viridis (S. van der Walt, N. Smith, 2015; CC0) at nine equal steps. */
const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
];

function colorAt(map: ColormapName, share: number): Rgb {
  if (map !== 'viridis') {
    const grey = Math.round(255 * (map === 'gray' ? share : 1 - share));
    return [grey, grey, grey];
  }
  const place = share * (VIRIDIS.length - 1);
  const left = Math.min(Math.floor(place), VIRIDIS.length - 2);
  const part = place - left;
  const [a, b] = [VIRIDIS[left]!, VIRIDIS[left + 1]!];
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * part);
  return [mix(0), mix(1), mix(2)];
}

/** An image as RGBA bytes. Values outside the range are cut to it; NaN is drawn as the lowest. */
export function toRgba(raster: Raster, range: ValueRange, map: ColormapName): Uint8ClampedArray {
  const { width, height, channels, data } = raster;
  const [low, high] = range;
  const share = (value: number | undefined) =>
    Math.min(1, Math.max(0, ((value ?? low) - low) / (high - low) || 0));
  const table = Array.from({ length: 256 }, (_, i) => colorAt(map, i / 255));
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    if (channels === 1) rgba.set(table[Math.round(share(data[from]) * 255)]!, pixel * 4);
    else for (let c = 0; c < 3; c++) rgba[pixel * 4 + c] = share(data[from + c]) * 255;
    rgba[pixel * 4 + 3] = channels === 4 ? share(data[from + 3]) * 255 : 255;
  }
  return rgba;
}

/** The range of one image alone, for grids that stretch the contrast of each image. */
export function ownRange(raster: Raster): ValueRange {
  const [low, high] = extent(Array.from(raster.data)) ?? [0, 1];
  return [low, high > low ? high : low + 1];
}
