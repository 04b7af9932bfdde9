import type { backend_util } from '@tensorflow/tfjs-core';

/** One cell of a filter: which, and where it reads relative to a position. */
export interface Tap {
  index: number;
  y: number;
  x: number;
}

/** Taps of a forward convolution: position (y, x) reads image (y stride + tap.y, x stride + tap.x). */
export function forwardTaps(info: backend_util.Conv2DInfo): Tap[] {
  const taps: Tap[] = [];
  for (let kh = 0; kh < info.filterHeight; kh++) {
    for (let kw = 0; kw < info.filterWidth; kw++) {
      taps.push({
        index: kh * info.filterWidth + kw,
        y: kh * info.dilationHeight - info.padInfo.top,
        x: kw * info.dilationWidth - info.padInfo.left,
      });
    }
  }
  return taps;
}

/**
 * Taps of the input gradient for input pixels (phaseY + strideY y, phaseX + strideX x): the filter
 * cells that reach them, reading dy at (y + tap.y, x + tap.x). In reading order of dy.
 */
export function backwardTaps(info: backend_util.Conv2DInfo, phaseY: number, phaseX: number): Tap[] {
  const taps: Tap[] = [];
  for (let kh = info.filterHeight - 1; kh >= 0; kh--) {
    const y = phaseY + info.padInfo.top - kh * info.dilationHeight;
    if (y % info.strideHeight !== 0) continue;
    for (let kw = info.filterWidth - 1; kw >= 0; kw--) {
      const x = phaseX + info.padInfo.left - kw * info.dilationWidth;
      if (x % info.strideWidth !== 0) continue;
      taps.push({
        index: kh * info.filterWidth + kw,
        y: y / info.strideHeight,
        x: x / info.strideWidth,
      });
    }
  }
  return taps;
}

/** Neighbouring taps of one filter row: what they read is one stretch of an image's row. */
export interface TapRow {
  y: number;
  x: number;
  /** How many taps. */
  count: number;
}

/** Taps in reading order, joined where they are neighbours. */
export function tapRows(taps: readonly Tap[]): TapRow[] {
  const rows: TapRow[] = [];
  for (const { y, x } of taps) {
    const last = rows.at(-1);
    if (last?.y === y && last.x + last.count === x) last.count++;
    else rows.push({ y, x, count: 1 });
  }
  return rows;
}
