export type { Case, GradientCase } from './case.js';
export { testGradients } from './gradients.js';
export { testKernels, type KnownDifferences } from './kernels.js';
export { ConformanceReport } from './report.js';
export { gradientCases, kernelCases } from './suites.js';
