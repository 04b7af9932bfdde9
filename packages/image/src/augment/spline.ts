import type { FillMode } from './boundary.js';

/** Poles of the filters that turn pixels into spline coefficients, by order (Unser 1999). */
const POLES: Readonly<Record<number, readonly number[]>> = {
  2: [Math.sqrt(8) - 3],
  3: [Math.sqrt(3) - 2],
  4: [
    Math.sqrt(664 - Math.sqrt(438976)) + Math.sqrt(304) - 19,
    Math.sqrt(664 + Math.sqrt(438976)) - Math.sqrt(304) - 19,
  ],
  5: [
    Math.sqrt(67.5 - Math.sqrt(4436.25)) + Math.sqrt(26.25) - 6.5,
    Math.sqrt(67.5 + Math.sqrt(4436.25)) - Math.sqrt(26.25) - 6.5,
  ],
};

const FACTORIALS = [1, 1, 2, 6, 24, 120];

/** The B-spline of an order at a distance from its centre. */
export function bSpline(distance: number, order: number): number {
  if (order === 0) return 1; // the nearest pixel alone is asked for
  let sum = 0;
  let sign = 1;
  let choose = 1;
  for (let k = 0; k <= order + 1; k++) {
    const above = distance + (order + 1) / 2 - k;
    if (above > 0) sum += sign * choose * above ** order;
    sign = -sign;
    choose = (choose * (order + 1 - k)) / (k + 1);
  }
  return sum / FACTORIALS[order]!;
}

/** The first of the `order + 1` pixels around a position. */
export function firstPixel(at: number, order: number): number {
  const middle = order % 2 === 1 ? Math.floor(at) : Math.floor(at + 0.5);
  return middle - Math.floor(order / 2);
}

/**
 * Turns one line of pixels into coefficients of a spline that passes through them, in place.
 * @param line every `stride`-th of `length` numbers from `start` on
 */
function filterLine(
  values: Float64Array,
  start: number,
  stride: number,
  length: number,
  order: number,
  mode: FillMode,
): void {
  if (length === 1) return;
  const at = (i: number) => start + i * stride;
  const poles = POLES[order]!;
  const gain = poles.reduce((product, z) => product * (1 - z) * (1 - 1 / z), 1);
  for (let i = 0; i < length; i++) values[at(i)]! *= gain;
  // lines are continued by mirroring: about the edge, or about the last pixel's centre
  const edge = mode === 'nearest' || mode === 'reflect';
  for (const z of poles) {
    const far = z ** (edge ? length : length - 1);
    const first = values[at(0)]!;
    let sum = first + far * values[at(length - 1)]!;
    let power = z;
    for (let i = 1; i < (edge ? length : length - 1); i++, power *= z) {
      sum += power * (values[at(i)]! + far * values[at(length - 1 - i)]!);
    }
    values[at(0)] = edge ? (sum * z) / (1 - far * far) + first : sum / (1 - far * far);
    for (let i = 1; i < length; i++) values[at(i)]! += z * values[at(i - 1)]!;
    const last = values[at(length - 1)]!;
    values[at(length - 1)] = edge
      ? (last * z) / (z - 1)
      : ((z * values[at(length - 2)]! + last) * z) / (z * z - 1);
    for (let i = length - 2; i >= 0; i--) {
      values[at(i)] = z * (values[at(i + 1)]! - values[at(i)]!);
    }
  }
}

/** Coefficients of the splines through an image (height, width, channels). */
export function splineFilter(
  values: Float64Array,
  [height, width, channels]: readonly [number, number, number],
  order: number,
  mode: FillMode,
): void {
  for (let column = 0; column < width * channels; column++) {
    filterLine(values, column, width * channels, height, order, mode);
  }
  for (let row = 0; row < height; row++) {
    for (let c = 0; c < channels; c++) {
      filterLine(values, row * width * channels + c, channels, width, order, mode);
    }
  }
}
