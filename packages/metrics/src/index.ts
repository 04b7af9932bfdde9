export * from './built-in.js';
export { type MetricOptions, Metric } from './metric.js';
export * from './registry.js';

// functions of one batch, as tfjs has them
export { accuracy } from './accuracy/accuracy.js';
export { binaryAccuracy } from './accuracy/binary-accuracy.js';
export { categoricalAccuracy } from './accuracy/categorical-accuracy.js';
export { sparseCategoricalAccuracy } from './accuracy/sparse-categorical-accuracy.js';
export {
  sparseTopKCategoricalAccuracy,
  type SparseTopKOptions,
} from './accuracy/sparse-top-k-categorical-accuracy.js';
export { topKCategoricalAccuracy } from './accuracy/top-k-categorical-accuracy.js';
export type { AtValueOptions } from './confusion/at-value.js';
export type { AUCOptions } from './confusion/auc.js';
export type { ThresholdOptions } from './confusion/outcome-counts.js';
export { precision, type PrecisionRecallOptions, recall } from './confusion/precision-recall.js';
export type { F1ScoreOptions, FBetaScoreOptions } from './f-score.js';
export type { IoUOptions, MeanIoUOptions } from './iou/iou.js';
export type { BinaryIoUOptions } from './iou/variants.js';
export { MeanMetricWrapper, type MetricFunction } from './reduction/mean-metric-wrapper.js';
export { concordanceCorrelation, pearsonCorrelation } from './regression/correlation.js';
export { cosineProximity, cosineSimilarity } from './regression/cosine-similarity.js';
export { r2Score, type R2ScoreOptions } from './regression/r2-score.js';
export {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanAbsoluteError as mae,
  meanAbsoluteError as MAE,
  meanAbsolutePercentageError,
  meanAbsolutePercentageError as mape,
  meanAbsolutePercentageError as MAPE,
  meanSquaredError,
  meanSquaredError as mse,
  meanSquaredError as MSE,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
} from '@ibexjs/losses';
