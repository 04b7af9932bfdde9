import { checkOptions, checkPositiveInteger, ValueError } from '@ibexjs/core/plain';

import type { TrainingProgress } from '../training/train.js';

/** Options that all models of word vectors have; names and defaults are gensim's. */
export interface VectorModelOptions {
  /** Numbers in a vector. Default 100. */
  vectorSize?: number;
  /** Words to each side that count as near. Default 5. */
  window?: number;
  /** Words that occur less often are left out. Default 5. */
  minCount?: number;
  /** Rarest words are dropped while counting whenever there are more. Default null: never. */
  maxVocabSize?: number | null;
  /** Keep at most so many words in the end. Default null: all. */
  maxFinalVocab?: number | null;
  /** Words more frequent than this share are thinned out; 0: none. Default 1e-3. */
  sample?: number;
  /** Train with the Huffman tree of the words (hierarchical softmax). Default false. */
  hs?: boolean;
  /** Random words for each true one; 0: no negative sampling. Default 5. */
  negative?: number;
  /** Random words are drawn by their count to this power. Default 0.75. */
  nsExponent?: number;
  /** Learning rate at the beginning and the end. Default 0.025 and 0.0001. */
  alpha?: number;
  minAlpha?: number;
  /** Default 5. */
  epochs?: number;
  /** Where several vectors predict together: their mean (true) or sum. Default true. */
  cbowMean?: boolean;
  /** Take a window of random width up to `window`, so that near words count more. Default true. */
  shrinkWindows?: boolean;
  /** Fixes every number, with one worker. Default 1. */
  seed?: number;
  /** Threads that train; 0: the calling one. Several do not give the same numbers twice. Default 1. */
  workers?: number;
}

/** What a single training may change. */
export interface TrainOptions {
  epochs?: number;
  startAlpha?: number;
  endAlpha?: number;
  workers?: number;
  /** Sum up the loss of every epoch. Default false. */
  computeLoss?: boolean;
  onProgress?: (progress: TrainingProgress) => void;
}

export const TRAIN_OPTIONS = [
  'epochs',
  'startAlpha',
  'endAlpha',
  'workers',
  'computeLoss',
  'onProgress',
];

const DEFAULTS = {
  vectorSize: 100,
  window: 5,
  minCount: 5,
  maxVocabSize: null,
  maxFinalVocab: null,
  sample: 1e-3,
  hs: false,
  negative: 5,
  nsExponent: 0.75,
  alpha: 0.025,
  minAlpha: 0.0001,
  epochs: 5,
  cbowMean: true,
  shrinkWindows: true,
  seed: 1,
  workers: 1,
};

export type ResolvedOptions<O> = Required<VectorModelOptions> & Required<O>;

/** Options with their defaults, checked. `own` are the model's own ones with theirs. */
export function resolveOptions<O extends object>(
  where: string,
  options: VectorModelOptions & Partial<O>,
  own: Required<O>,
): ResolvedOptions<O> {
  const defaults = { ...DEFAULTS, ...own };
  checkOptions(where, options, Object.keys(defaults));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const resolved = { ...defaults, ...Object.fromEntries(given) } as ResolvedOptions<O>;
  for (const name of ['vectorSize', 'window', 'minCount', 'epochs'] as const) {
    checkPositiveInteger(where, name, resolved[name]);
  }
  for (const name of ['negative', 'workers', 'seed'] as const) {
    const value: unknown = resolved[name];
    if (!Number.isSafeInteger(value) || (value as number) < 0) {
      throw new ValueError(
        `${where}: option "${name}" must be a whole number from 0 on; received ${String(value)}.`,
      );
    }
  }
  for (const name of ['sample', 'alpha', 'minAlpha'] as const) {
    if (resolved[name] >= 0 && Number.isFinite(resolved[name])) continue;
    throw new ValueError(`${where}: option "${name}" must not be negative: ${resolved[name]}.`);
  }
  if (!resolved.hs && resolved.negative === 0) {
    throw new ValueError(
      `${where}: nothing would be learned with hs: false and negative: 0. Choose hs: true or negative: 5.`,
    );
  }
  return resolved;
}
