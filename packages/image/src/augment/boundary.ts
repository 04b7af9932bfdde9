/** How what lies outside an image is filled in, in SciPy's words. */
export type FillMode = 'constant' | 'nearest' | 'reflect' | 'wrap';

export const FILL_MODES = ['constant', 'nearest', 'reflect', 'wrap'] as const;

/**
 * The position within an axis of `length` pixels that stands for `at`, by SciPy's rules; NaN where
 * the fill value stands. `nearest` is left to `indexWithin`.
 */
export function coordinateWithin(at: number, length: number, mode: FillMode): number {
  if (mode === 'nearest' || (at >= 0 && at <= length - 1)) return at;
  if (mode === 'constant') return NaN;
  if (length === 1) return 0;
  if (mode === 'wrap') {
    // the last pixel and the first are one
    const period = length - 1;
    return at < 0
      ? at + period * (Math.trunc(-at / period) + 1)
      : at - period * Math.trunc(at / period);
  }
  return reflect(at, length);
}

/** Mirrored about the outer edge of the last pixel: b a | a b c | c b. */
function reflect(at: number, length: number): number {
  const period = 2 * length;
  if (at < 0) {
    const near = at < -period ? at + period * Math.trunc(-at / period) : at;
    if (near < -length) return near + period;
    return Math.max(-near, Number.EPSILON) - 1;
  }
  const near = at - period * Math.trunc(at / period);
  return near >= length ? period - near - 1 : near;
}

/** The pixel that stands for index `at`, which may lie outside. */
export function indexWithin(at: number, length: number, mode: FillMode): number {
  if (at >= 0 && at < length) return at;
  if (length === 1) return 0;
  if (mode === 'nearest') return at < 0 ? 0 : length - 1;
  // SciPy has no splines for constant and wrap: mirrored about the last pixel's centre
  const period = mode === 'reflect' ? 2 * length : 2 * length - 2;
  const near = ((at % period) + period) % period;
  if (near < length) return near;
  return mode === 'reflect' ? period - near - 1 : period - near;
}
