export { registerCallbackConstructor } from './callback-constructors.js';
export type { CompileOptions } from './compiled.js';
export type { LossSetting, LossWeights } from './compile-loss.js';
export type { MetricsSetting } from './compile-metrics.js';
export type { ClassWeight } from './data/class-weight.js';
export type {
  ArrayInput,
  BatchInput,
  BatchIterable,
  DataInput,
  DatasetLike,
  NestedArray,
  NumberArray,
  ShapedArray,
} from './data/types.js';
export type { EvaluateDatasetOptions, FitDatasetOptions } from './dataset-options.js';
export type {
  EvaluateOptions,
  FitOptions,
  OnBatchOptions,
  PredictOptions,
  ValidationData,
  Verbose,
} from './options.js';
export type { Labels, StepData, StepLogs } from './step-data.js';
export { Trainer, type Results } from './trainer.js';
