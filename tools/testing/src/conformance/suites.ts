import type { Case, GradientCase } from './case.js';
import { arrangement } from './cases/arrangement.js';
import { convolutions } from './cases/convolutions.js';
import { elementwise } from './cases/elementwise.js';
import { gradients } from './cases/gradients.js';
import { products } from './cases/products.js';
import { reductionCases } from './cases/reductions.js';
import { specialCases } from './cases/special.js';

/** The kernel suite: each case must give on a backend what it gives on the cpu backend. */
export const kernelCases: Readonly<Record<string, readonly Case[]>> = {
  elementwise,
  reductions: reductionCases,
  products,
  convolutions,
  arrangement,
  special: specialCases,
};

/** The gradient suite: each gradient must equal finite differences. */
export const gradientCases: readonly GradientCase[] = gradients;
