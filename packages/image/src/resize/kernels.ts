import type { Filter } from './pil-filters.js';

/** TensorFlow's kernels of `tf.image.resize`, by Keras' names. */
function lanczos(radius: number): Filter {
  return {
    support: radius,
    weight(distance) {
      const x = Math.abs(distance);
      if (x > radius) return 0;
      if (x <= 1e-3) return 1;
      return (
        (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) /
        (Math.PI * Math.PI * x * x)
      );
    },
  };
}

function triangle(distance: number): number {
  return Math.max(0, 1 - Math.abs(distance));
}

function keysCubic(distance: number): number {
  const x = Math.abs(distance);
  if (x >= 2) return 0;
  return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
}

function mitchellCubic(distance: number): number {
  const x = Math.abs(distance);
  if (x >= 2) return 0;
  return x >= 1
    ? (((-7 / 18) * x + 2) * x - 10 / 3) * x + 16 / 9
    : ((7 / 6) * x - 2) * x * x + 8 / 9;
}

const GAUSSIAN_RADIUS = 1.5;

function gaussian(distance: number): number {
  const x = Math.abs(distance);
  const sigma = GAUSSIAN_RADIUS / 3;
  return x >= GAUSSIAN_RADIUS ? 0 : Math.exp((-x * x) / (2 * sigma * sigma));
}

export const KERNELS = {
  bilinear: { support: 1, weight: triangle },
  bicubic: { support: 2, weight: keysCubic },
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
  gaussian: { support: GAUSSIAN_RADIUS, weight: gaussian },
  mitchellcubic: { support: 2, weight: mitchellCubic },
} satisfies Record<string, Filter>;

/** How `resize` takes new numbers from old ones. */
export type Interpolation = keyof typeof KERNELS | 'nearest' | 'area';

export const INTERPOLATIONS = [
  'bilinear',
  'nearest',
  'bicubic',
  'area',
  'lanczos3',
  'lanczos5',
  'gaussian',
  'mitchellcubic',
] as const satisfies readonly Interpolation[];
