import type { ImageArray } from '../image-array.js';
import { coordinateWithin, indexWithin, type FillMode } from './boundary.js';
import { bSpline, firstPixel, splineFilter } from './spline.js';

/** Where the pixel at (row, column) of the new image lies in the old one. */
export interface Mapping {
  /** Two rows of three: row' = m[0] row + m[1] column + m[2], and so on. */
  readonly matrix: readonly [number, number, number, number, number, number];
}

export interface SampleOptions {
  /** How what lies outside is filled in. */
  fillMode: FillMode;
  /** The number that `constant` fills in. */
  cval: number;
  /** Of the splines between pixels: 0 the nearest pixel, 1 linear, up to 5. */
  order: number;
}

/** Pixels that SciPy adds on every side before it makes splines for `nearest`. */
const PADDING = 12;

/**
 * An image (height, width, channels) looked up at other places: SciPy's `affine_transform` of every
 * channel.
 */
export function sample(image: ImageArray, { matrix }: Mapping, options: SampleOptions): ImageArray {
  const { fillMode, cval, order } = options;
  const [height, width, channels] = image.shape;
  const source = prepare(image, order, fillMode);
  const out = new Float32Array(image.data.length);
  const rows = new Lookup(source.height, order, fillMode);
  const columns = new Lookup(source.width, order, fillMode);
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, to += channels) {
      const atRow = matrix[0] * row + matrix[1] * column + matrix[2] + source.padding;
      const atColumn = matrix[3] * row + matrix[4] * column + matrix[5] + source.padding;
      if (!rows.find(atRow) || !columns.find(atColumn)) {
        out.fill(cval, to, to + channels);
        continue;
      }
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i <= order; i++) {
          let line = 0;
          for (let j = 0; j <= order; j++) {
            const from = (rows.pixels[i]! * source.width + columns.pixels[j]!) * channels + c;
            line += source.values[from]! * columns.weights[j]!;
          }
          sum += line * rows.weights[i]!;
        }
        out[to + c] = sum;
      }
    }
  }
  return { data: out, shape: image.shape };
}

/** The pixels around a position of an axis, and what each counts. */
class Lookup {
  readonly pixels: Int32Array;
  readonly weights: Float64Array;

  constructor(
    private readonly length: number,
    private readonly order: number,
    private readonly mode: FillMode,
  ) {
    this.pixels = new Int32Array(order + 1);
    this.weights = new Float64Array(order + 1);
  }

  /** False where the fill value stands. */
  find(at: number): boolean {
    const { length, order, mode } = this;
    const within = coordinateWithin(at, length, mode);
    if (Number.isNaN(within)) return false;
    const first = firstPixel(within, order);
    for (let i = 0; i <= order; i++) {
      this.pixels[i] = indexWithin(first + i, length, mode);
      this.weights[i] = bSpline(within - (first + i), order);
    }
    return true;
  }
}

interface Source {
  values: Float32Array | Float64Array;
  height: number;
  width: number;
  padding: number;
}

/** Pixels as they are for orders 0 and 1, coefficients of splines for the others. */
function prepare(image: ImageArray, order: number, mode: FillMode): Source {
  const [height, width, channels] = image.shape;
  if (order < 2) return { values: image.data, height, width, padding: 0 };
  const padding = mode === 'nearest' ? PADDING : 0;
  const [tall, wide] = [height + 2 * padding, width + 2 * padding];
  const values = new Float64Array(tall * wide * channels);
  const clamp = (i: number, length: number) => Math.min(Math.max(i - padding, 0), length - 1);
  for (let row = 0; row < tall; row++) {
    for (let column = 0; column < wide; column++) {
      const from = (clamp(row, height) * width + clamp(column, width)) * channels;
      const to = (row * wide + column) * channels;
      for (let c = 0; c < channels; c++) values[to + c] = image.data[from + c]!;
    }
  }
  splineFilter(values, [tall, wide, channels], order, mode);
  return { values, height: tall, width: wide, padding };
}
