import type { CallbackLike } from '@ibexjs/callbacks';
import { checkOptions, checkPositiveInteger, ValueError } from '@ibexjs/core';

import type { YieldEvery } from './breather.js';
import type { Shuffle } from './data/array-source.js';
import type { ClassWeight } from './data/class-weight.js';
import type { BatchIterable, DataInput } from './data/types.js';

export type Verbose = 0 | 1 | 2 | 'auto' | boolean;

/** Inputs, labels and weights to validate on, or batches of them. */
export type ValidationData =
  readonly [DataInput, DataInput] | readonly [DataInput, DataInput, DataInput] | BatchIterable;

/** Options of `fit`. */
export interface FitOptions {
  /** Samples in a batch. Default: 32. Not with data that come in batches. */
  batchSize?: number;
  /** Number of the last epoch, so the number of epochs when `initialEpoch` is 0. Default: 1. */
  epochs?: number;
  /** 0 silent, 1 progress bar, 2 one line an epoch. Default: auto, 1. */
  verbose?: Verbose;
  /** Callbacks, or objects of hooks. */
  callbacks?: CallbackLike | readonly CallbackLike[];
  /** Part of the samples, the last ones, that is kept to validate on. Default: 0. */
  validationSplit?: number;
  /** What to validate on after an epoch. */
  validationData?: ValidationData | null;
  /** New random order in each epoch; 'batch': within each batch. Default: true. */
  shuffle?: Shuffle;
  /** Weight of each class's samples, by class number. */
  classWeight?: ClassWeight | null;
  /** Weight of each sample; for several outputs, one array for all or one for each. */
  sampleWeight?: DataInput | null;
  /** Epoch to begin at, counted from 0. Default: 0. */
  initialEpoch?: number;
  /** Batches an epoch. Default: all. */
  stepsPerEpoch?: number;
  /** Batches to validate on. Default: all. */
  validationSteps?: number;
  /** Default: batchSize. */
  validationBatchSize?: number;
  /** Validate after every so many epochs, or after those listed, counted from 1. Default: 1. */
  validationFreq?: number | readonly number[];
  /** How often to let other work run. Default: 'auto', every 16 ms. */
  yieldEvery?: YieldEvery;
  /** When it aborts, training ends after the present batch; the history has the finished epochs. */
  signal?: AbortSignal;
}

const FIT_OPTIONS = [
  'batchSize',
  'epochs',
  'verbose',
  'callbacks',
  'validationSplit',
  'validationData',
  'shuffle',
  'classWeight',
  'sampleWeight',
  'initialEpoch',
  'stepsPerEpoch',
  'validationSteps',
  'validationBatchSize',
  'validationFreq',
  'yieldEvery',
  'signal',
];

/** Options of `evaluate`. */
export interface EvaluateOptions {
  /** Samples in a batch. Default: 32. */
  batchSize?: number;
  /** As in `fit`. */
  verbose?: Verbose;
  sampleWeight?: DataInput | null;
  /** Batches to take. Default: all. */
  steps?: number;
  callbacks?: CallbackLike | readonly CallbackLike[];
  /** Whether to return `{ loss, accuracy, … }` instead of a list. Default: false. */
  returnDict?: boolean;
  /** When it aborts, evaluation ends after the present batch. */
  signal?: AbortSignal;
}

const EVALUATE_OPTIONS = [
  'batchSize',
  'verbose',
  'sampleWeight',
  'steps',
  'callbacks',
  'returnDict',
  'signal',
];

/** Options of `predict`. */
export interface PredictOptions {
  /** Samples in a batch. Default: 32. */
  batchSize?: number;
  /** 1 shows a progress bar. Default: 0. */
  verbose?: Verbose;
  /** Batches to take. Default: all. */
  steps?: number;
  /** Their hooks must not be asynchronous. */
  callbacks?: CallbackLike | readonly CallbackLike[];
}

/** Options of `trainOnBatch`; those of `testOnBatch` lack `classWeight`. */
export interface OnBatchOptions {
  sampleWeight?: DataInput | null;
  classWeight?: ClassWeight | null;
  /** Whether to return `{ loss, accuracy, … }` instead of a list. Default: false. */
  returnDict?: boolean;
}

function checkCounts(where: string, options: object, names: readonly string[]): void {
  for (const name of names) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined) checkPositiveInteger(where, name, value);
  }
}

/** @throws UnknownOptionError, ValueError */
export function checkFitOptions(options: FitOptions): void {
  checkOptions('fit', options, FIT_OPTIONS);
  checkCounts('fit', options, [
    'batchSize',
    'stepsPerEpoch',
    'validationSteps',
    'validationBatchSize',
  ]);
  for (const name of ['epochs', 'initialEpoch'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw new ValueError(
        `fit: option "${name}" must be a whole number from 0 on; received ${JSON.stringify(value)}.`,
      );
    }
  }
  const { shuffle = true } = options;
  if (typeof shuffle !== 'boolean' && shuffle !== 'batch') {
    throw new ValueError(
      `fit: option "shuffle" must be true, false or 'batch'; received ${JSON.stringify(shuffle)}.`,
    );
  }
}

/** @throws UnknownOptionError, ValueError */
export function checkEvaluateOptions(options: EvaluateOptions): void {
  checkOptions('evaluate', options, EVALUATE_OPTIONS);
  checkCounts('evaluate', options, ['batchSize', 'steps']);
}

/** @throws UnknownOptionError, ValueError */
export function checkPredictOptions(options: PredictOptions): void {
  checkOptions('predict', options, ['batchSize', 'verbose', 'steps', 'callbacks']);
  checkCounts('predict', options, ['batchSize', 'steps']);
}

/** @throws ValueError for another value */
export function verbosity(where: string, verbose: Verbose): number {
  if (verbose === 'auto') return 1;
  const level = Number(verbose);
  if (level === 0 || level === 1 || level === 2) return level;
  throw new ValueError(
    `${where}: option "verbose" must be 0, 1, 2 or 'auto'; received ${JSON.stringify(verbose)}.`,
  );
}

/** Whether to validate after that epoch, counted from 0. */
export function validatesAfter(epoch: number, frequency: number | readonly number[]): boolean {
  if (typeof frequency === 'number') return (epoch + 1) % frequency === 0;
  return frequency.includes(epoch + 1);
}
