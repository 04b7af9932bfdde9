import type { Filter } from './pil-filters.js';

/** PIL computes with bytes and whole weights of so many bits. */
const PRECISION_BITS = 22;

/** For every new pixel along an axis: where its sources begin, and their weights. */
interface Weights {
  starts: Int32Array;
  /** Sources of each. */
  counts: Int32Array;
  /** `most` weights for each, in units of 2^-22. */
  weights: Int32Array;
  most: number;
}

/** Weights that take `outSize` pixels from `from` … `to` of an axis of `inSize` pixels. */
function weightsFor(
  inSize: number,
  from: number,
  to: number,
  outSize: number,
  filter: Filter,
): Weights {
  const scale = (to - from) / outSize;
  const stretch = Math.max(scale, 1);
  const support = filter.support * stretch;
  const most = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(outSize);
  const counts = new Int32Array(outSize);
  const weights = new Int32Array(outSize * most);
  for (let out = 0; out < outSize; out++) {
    const center = from + (out + 0.5) * scale;
    const start = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), inSize);
    const row = Array.from({ length: end - start }, (_, i) =>
      filter.weight((i + start - center + 0.5) / stretch),
    );
    const sum = row.reduce((total, weight) => total + weight, 0);
    starts[out] = start;
    counts[out] = row.length;
    row.forEach((weight, i) => {
      const scaled = (weight / (sum || 1)) * 2 ** PRECISION_BITS;
      weights[out * most + i] = Math.trunc(scaled + (scaled < 0 ? -0.5 : 0.5));
    });
  }
  return { starts, counts, weights, most };
}

/** An axis of pixels: how many, and how far apart they stand in the bytes. */
interface Axis {
  size: number;
  stride: number;
}

/**
 * Resizes along one axis, in whole numbers and bytes as PIL does, so that the result is the same to
 * the bit. The bytes between two pixels of the axis are handled together.
 */
export function resizeAxis(
  data: Uint8Array,
  axis: Axis,
  [from, to]: readonly [number, number],
  outSize: number,
  filter: Filter,
): Uint8Array {
  const weights = weightsFor(axis.size, from, to, outSize, filter);
  const lines = data.length / (axis.size * axis.stride);
  const out = new Uint8Array(lines * outSize * axis.stride);
  for (let line = 0; line < lines; line++) {
    const source = line * axis.size * axis.stride;
    const target = line * outSize * axis.stride;
    if (axis.stride <= 4) combinePixels(data, source, out, target, axis.stride, weights);
    else combineLines(data, source, out, target, axis.stride, weights);
  }
  return out;
}

const HALF = 2 ** (PRECISION_BITS - 1);

function toByte(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** New pixels of a row, each from some beside each other. */
function combinePixels(
  data: Uint8Array,
  source: number,
  out: Uint8Array,
  target: number,
  stride: number,
  { starts, counts, weights, most }: Weights,
): void {
  for (let pixel = 0; pixel < starts.length; pixel++) {
    const row = pixel * most;
    const first = source + starts[pixel]! * stride;
    const count = counts[pixel]!;
    for (let channel = 0; channel < stride; channel++) {
      let sum = HALF;
      let at = first + channel;
      for (let k = row; k < row + count; k++, at += stride) {
        sum = (sum + data[at]! * weights[k]!) | 0;
      }
      out[target + pixel * stride + channel] = toByte(sum);
    }
  }
}

/** New rows, each from some below each other. */
function combineLines(
  data: Uint8Array,
  source: number,
  out: Uint8Array,
  target: number,
  stride: number,
  { starts, counts, weights, most }: Weights,
): void {
  const sums = new Int32Array(stride);
  for (let pixel = 0; pixel < starts.length; pixel++) {
    sums.fill(HALF);
    let at = source + starts[pixel]! * stride;
    for (let k = 0; k < counts[pixel]!; k++, at += stride) {
      const weight = weights[pixel * most + k]!;
      for (let i = 0; i < stride; i++) sums[i] = sums[i]! + data[at + i]! * weight;
    }
    for (let i = 0; i < stride; i++) out[target + pixel * stride + i] = toByte(sums[i]!);
  }
}
