import type { TapRow } from './taps.js';

/** Floats that kernels may read beyond the last number of a copy. */
const SLACK = 16;

/** Images in channels-last memory, and the grid of positions that a filter is put on. */
export interface Grid {
  address: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
  gridHeight: number;
  gridWidth: number;
  strideY: number;
  strideX: number;
}

/** How images are read, band by band: the fields of assembly/band.ts after `strideX`. */
export interface Band {
  top: number;
  left: number;
  span: number;
  copyWidth: number;
  rows: number;
  /** Numbers from one row to the next, as the band is read. */
  rowLength: number;
  /** Floats of the copy, with room to read a little beyond; 0 without a copy. */
  copyFloats: number;
}

/**
 * The part of the images that taps read, in bands of about `positions` positions. Images are copied
 * with zeros around them when taps reach outside, or when `always` says so.
 */
export function bandOf(
  grid: Grid,
  rows: readonly TapRow[],
  positions: number,
  always = false,
): Band {
  const { height, width, channels, gridHeight, gridWidth, strideY, strideX } = grid;
  const top = least(rows.map(({ y }) => y));
  const left = least(rows.map(({ x }) => x));
  const span = -least(rows.map(({ y }) => -y)) - top + 1;
  const reach = -least(rows.map(({ x, count }) => -x - count)) - left;
  const readWidth = (gridWidth - 1) * strideX + reach;
  const isInside =
    top >= 0 &&
    left >= 0 &&
    top + (gridHeight - 1) * strideY + span <= height &&
    left + readWidth <= width;
  const bandRows = Math.max(1, Math.min(gridHeight, Math.round(positions / gridWidth)));
  const copyWidth = isInside && !always ? 0 : readWidth;
  const copyRows = (bandRows - 1) * strideY + span;
  return {
    ...{ top, left, span, copyWidth, rows: bandRows },
    rowLength: (copyWidth || width) * channels,
    copyFloats: copyWidth && copyRows * copyWidth * channels + SLACK,
  };
}

/** The least of some numbers; 0 of none. */
function least(numbers: number[]): number {
  return numbers.length === 0 ? 0 : Math.min(...numbers);
}

/** Fields of `Images` in assembly/band.ts. */
export function imagesArgs(grid: Grid, band: Band): number[] {
  return [
    ...[grid.address, grid.height, grid.width, grid.channels],
    ...[grid.gridHeight, grid.gridWidth, grid.strideY, grid.strideX],
    ...[band.top, band.left, band.span, band.copyWidth, band.rows],
  ];
}
