/** Every metric class that is known by name. */
export { Accuracy } from './accuracy/accuracy.js';
export { BinaryAccuracy } from './accuracy/binary-accuracy.js';
export { CategoricalAccuracy } from './accuracy/categorical-accuracy.js';
export { SparseCategoricalAccuracy } from './accuracy/sparse-categorical-accuracy.js';
export { SparseTopKCategoricalAccuracy } from './accuracy/sparse-top-k-categorical-accuracy.js';
export { TopKCategoricalAccuracy } from './accuracy/top-k-categorical-accuracy.js';
export {
  PrecisionAtRecall,
  RecallAtPrecision,
  SensitivityAtSpecificity,
  SpecificityAtSensitivity,
} from './confusion/at-value.js';
export { AUC } from './confusion/auc.js';
export {
  FalseNegatives,
  FalsePositives,
  TrueNegatives,
  TruePositives,
} from './confusion/outcome-counts.js';
export { Precision, Recall } from './confusion/precision-recall.js';
export { F1Score, FBetaScore } from './f-score.js';
export { CategoricalHinge, Hinge, SquaredHinge } from './hinge-metrics.js';
export { IoU } from './iou/iou.js';
export { BinaryIoU, MeanIoU, OneHotIoU, OneHotMeanIoU } from './iou/variants.js';
export {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  KLDivergence,
  Poisson,
  SparseCategoricalCrossentropy,
} from './probabilistic-metrics.js';
export { Mean } from './reduction/mean.js';
export { Sum } from './reduction/sum.js';
export { ConcordanceCorrelation, PearsonCorrelation } from './regression/correlation.js';
export { CosineSimilarity } from './regression/cosine-similarity.js';
export {
  LogCoshError,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
} from './regression/error-metrics.js';
export { R2Score } from './regression/r2-score.js';
export { RootMeanSquaredError } from './regression/root-mean-squared-error.js';
