import { checkChoice, checkOptions, ShapeError, ValueError } from '@ibexjs/core';

import { readDataFormat, type DataFormatOption } from '../data-format.js';
import { channelsToFirst, channelsToLast, type ImageArray } from '../image-array.js';
import { FILL_MODES, type FillMode } from './boundary.js';
import { sample, type Mapping } from './sample.js';

/** How an image is turned, moved, sheared and stretched; Keras' parameters. */
export interface AffineParameters {
  /** Angle to turn by, in degrees. Default: 0. */
  theta?: number;
  /** Pixels to move by. As in Keras, `tx` moves along the rows' direction of counting. Default: 0. */
  tx?: number;
  ty?: number;
  /** Angle to shear by, in degrees. Default: 0. */
  shear?: number;
  /** Pixels of the old image a pixel of the new one. Default: 1. */
  zx?: number;
  zy?: number;
}

/** How a transformed image is filled in. */
export interface FillOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption;
  /** What stands outside: `nearest`, `constant`, `reflect`, `wrap`. Default: `nearest`. */
  fillMode?: FillMode;
  /** The number that `constant` fills in. Default: 0. */
  cval?: number;
  /** Of the splines between pixels, 0 … 5. Default: 1, linear. */
  order?: number;
}

const OPTIONS = [
  'theta',
  'tx',
  'ty',
  'shear',
  'zx',
  'zy',
  'dataFormat',
  'fillMode',
  'cval',
  'order',
];

type Matrix = readonly [number, number, number, number, number, number];

/** Product of two matrices whose last row is 0 0 1. */
function multiply(a: Matrix, b: Matrix): Matrix {
  const entry = (row: number, column: number) =>
    a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + (column === 2 ? a[row + 2]! : 0);
  return [entry(0, 0), entry(0, 1), entry(0, 2), entry(3, 0), entry(3, 1), entry(3, 2)];
}

/** What Keras multiplies: turn, move, shear, stretch; undefined when nothing shall change. */
function transformation(parameters: AffineParameters): Matrix | undefined {
  const { theta = 0, tx = 0, ty = 0, shear = 0, zx = 1, zy = 1 } = parameters;
  const steps: Matrix[] = [];
  if (theta !== 0) {
    const angle = (theta * Math.PI) / 180;
    steps.push([Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0]);
  }
  if (tx !== 0 || ty !== 0) steps.push([1, 0, tx, 0, 1, ty]);
  if (shear !== 0) {
    const angle = (shear * Math.PI) / 180;
    steps.push([1, -Math.sin(angle), 0, 0, Math.cos(angle), 0]);
  }
  if (zx !== 1 || zy !== 1) steps.push([zx, 0, 0, 0, zy, 0]);
  return steps.length === 0 ? undefined : steps.reduce(multiply);
}

/** About the middle of the image, and by rows and columns rather than x and y. */
function toMapping(matrix: Matrix, height: number, width: number): Mapping {
  // Keras takes the height for x here; for images that are not square that shifts them
  const [x, y] = [height / 2 - 0.5, width / 2 - 0.5];
  const centred = multiply(multiply([1, 0, x, 0, 1, y], matrix), [1, 0, -x, 0, 1, -y]);
  const [a, b, c, d, e, f] = centred;
  return { matrix: [e, d, f, b, a, c] };
}

/**
 * Turns, moves, shears and stretches an image: Keras' `apply_affine_transform`, by SciPy's numbers.
 *
 * @throws ShapeError unless the image has three dimensions; ValueError for an unknown fill mode, or
 *   an order out of 0 … 5
 * @example applyAffineTransform(image, { theta: 10, fillMode: 'reflect' })
 */
export function applyAffineTransform(
  image: ImageArray,
  options: AffineParameters & FillOptions = {},
): ImageArray {
  const where = 'applyAffineTransform';
  checkOptions(where, options, OPTIONS);
  const format = readDataFormat(where, options.dataFormat);
  const fillMode = checkChoice(where, 'fillMode', options.fillMode ?? 'nearest', FILL_MODES);
  const { order = 1, cval = 0 } = options;
  checkOrder(where, order);
  if (image.shape.length !== 3) {
    throw new ShapeError(
      `${where}: an image has three dimensions; received [${String(image.shape)}].`,
    );
  }
  const matrix = transformation(options);
  if (!matrix) return image;
  const last = format === 'channels_first' ? channelsToLast(image) : image;
  const mapping = toMapping(matrix, last.shape[0], last.shape[1]);
  const moved = sample(last, mapping, { fillMode, cval, order });
  return format === 'channels_first' ? channelsToFirst(moved) : moved;
}

/** @throws ValueError unless `order` is a whole number from 0 to 5 */
export function checkOrder(where: string, order: number): void {
  if (Number.isInteger(order) && order >= 0 && order <= 5) return;
  throw new ValueError(`${where}: the order of the splines is 0 … 5; received ${order}.`);
}
