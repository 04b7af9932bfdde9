import type { Filter } from './pil-filters.js';
import { KERNELS, type Interpolation } from './kernels.js';

/** For every new position along an axis: where its sources begin, and what each counts. */
export interface AxisWeights {
  readonly inSize: number;
  readonly rows: readonly { readonly start: number; readonly weights: readonly number[] }[];
}

/** The weights that take `outSize` positions from `inSize`, by TensorFlow's formulas. */
export function axisWeights(
  inSize: number,
  outSize: number,
  interpolation: Interpolation,
  antialias: boolean,
): AxisWeights {
  const scale = inSize / outSize;
  const row = (out: number) => {
    if (interpolation === 'nearest') return nearest(out, scale, inSize);
    if (interpolation === 'area') return area(out, scale, inSize);
    if (interpolation === 'bicubic' && !antialias) return tabledCubic(out, scale, inSize);
    return kernelRow(KERNELS[interpolation], out, inSize, outSize, antialias);
  };
  return { inSize, rows: Array.from({ length: outSize }, (_, out) => row(out)) };
}

function normalize(start: number, weights: number[]) {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { start, weights: sum === 0 ? weights : weights.map((weight) => weight / sum) };
}

function nearest(out: number, scale: number, inSize: number) {
  return { start: Math.min(Math.floor((out + 0.5) * scale), inSize - 1), weights: [1] };
}

/** The mean of what the new pixel covers, parts of pixels by their share. */
function area(out: number, scale: number, inSize: number) {
  const [from, to] = [out * scale, (out + 1) * scale];
  const start = Math.floor(from);
  const end = Math.min(Math.ceil(to), inSize);
  const share = (pixel: number) => Math.min(pixel + 1, to) - Math.max(pixel, from);
  return normalize(
    start,
    Array.from({ length: end - start }, (_, i) => share(start + i)),
  );
}

/** In float32 as TensorFlow: the Gaussian ends abruptly, and rounding decides on which side. */
function kernelRow(
  kernel: Filter,
  out: number,
  inSize: number,
  outSize: number,
  antialias: boolean,
) {
  const { fround } = Math;
  const scale = fround(1 / fround(outSize / inSize));
  const stretch = antialias ? Math.max(scale, 1) : 1;
  const shrink = fround(1 / stretch);
  const center = fround(fround(out + 0.5) * scale);
  const reach = fround(kernel.support * stretch);
  const within = (pixel: number) => Math.min(Math.max(pixel, 0), inSize - 1);
  const start = within(Math.ceil(fround(fround(center - reach) - 0.5)));
  const end = within(Math.floor(fround(fround(center + reach) - 0.5))) + 1;
  return normalize(
    start,
    Array.from({ length: end - start }, (_, i) =>
      kernel.weight(fround(fround(start + i + 0.5 - center) * shrink)),
    ),
  );
}

/** TensorFlow reads the cubic kernel from a table of so many steps a pixel. */
const TABLE_STEPS = 1024;

function tabledCubic(out: number, scale: number, inSize: number) {
  // in float32, as TensorFlow: a step of the table more or less shows in the result
  const at = Math.fround(Math.fround(Math.fround(out + 0.5) * Math.fround(scale)) - 0.5);
  const pixel = Math.floor(at);
  const fraction = roundHalfEven(Math.fround(at - pixel) * TABLE_STEPS) / TABLE_STEPS;
  const start = Math.max(pixel - 1, 0);
  const end = Math.min(pixel + 3, inSize);
  return normalize(
    start,
    Array.from({ length: end - start }, (_, i) =>
      KERNELS.bicubic.weight(start + i - pixel - fraction),
    ),
  );
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
