import type { EvaluateOptions, FitOptions } from './options.js';

/** Options of `fitDataset`: those of `fit`, and TensorFlow.js' names for some. */
export interface FitDatasetOptions extends Omit<
  FitOptions,
  'batchSize' | 'validationSplit' | 'sampleWeight' | 'shuffle'
> {
  /** `stepsPerEpoch`. */
  batchesPerEpoch?: number;
  /** `validationSteps`. */
  validationBatches?: number;
}

/** Options of `evaluateDataset`. */
export interface EvaluateDatasetOptions extends Omit<
  EvaluateOptions,
  'batchSize' | 'sampleWeight' | 'returnDict'
> {
  /** `steps`. */
  batches?: number;
}

export function fitDatasetOptions(options: FitDatasetOptions): FitOptions {
  const { batchesPerEpoch, validationBatches, ...rest } = options;
  return {
    ...rest,
    ...(batchesPerEpoch !== undefined && { stepsPerEpoch: batchesPerEpoch }),
    ...(validationBatches !== undefined && { validationSteps: validationBatches }),
  };
}

export function evaluateDatasetOptions(
  options: EvaluateDatasetOptions,
): EvaluateOptions & { returnDict?: false } {
  const { batches, ...rest } = options;
  return { ...rest, ...(batches !== undefined && { steps: batches }) };
}
