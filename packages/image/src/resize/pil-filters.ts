/** A weighting of the pixels around a point: zero from `support` on. */
export interface Filter {
  readonly support: number;
  weight(distance: number): number;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function cubic(x: number): number {
  const a = -0.5;
  const t = Math.abs(x);
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
}

/** PIL's filters; when a picture shrinks they are stretched, which smoothes. */
export const PIL_FILTERS = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: {
    support: 1,
    weight: (x) => (Math.abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x))),
  },
  bicubic: { support: 2, weight: cubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
} satisfies Record<string, Filter>;

/** How `loadImg` and `resizeImg` take new pixels from old ones. */
export type PilInterpolation = keyof typeof PIL_FILTERS | 'nearest';

export const PIL_INTERPOLATIONS = [
  'nearest',
  'bilinear',
  'bicubic',
  'hamming',
  'box',
  'lanczos',
] as const satisfies readonly PilInterpolation[];
