import { checkOptions, checkPositiveInteger, ValueError } from '@ibexjs/core';

import type { LearningRateOption } from './learning-rate.js';

/** What every optimizer takes. Defaults of Keras. */
export interface OptimizerOptions {
  /** A number, a schedule, or a schedule's config. Default: each optimizer's own. */
  learningRate?: LearningRateOption;
  /** Share of each weight, times the learning rate, taken off before an update. Default: none. */
  weightDecay?: number | null;
  /** Largest norm of each gradient. Default: none. */
  clipnorm?: number | null;
  /** Largest magnitude of each gradient's elements. Default: none. */
  clipvalue?: number | null;
  /** Largest norm of all gradients together. Default: none. */
  globalClipnorm?: number | null;
  /** Whether to keep an exponential moving average of each weight. Default: false. */
  useEma?: boolean;
  /** How much of the average stays at each step. Default: 0.99. */
  emaMomentum?: number;
  /** Every so many steps the weights become their averages; null: only at the end. Default: null. */
  emaOverwriteFrequency?: number | null;
  /** The loss was multiplied by this, so gradients are divided by it. Default: none. */
  lossScaleFactor?: number | null;
  /** Weights change every so many steps, by the mean of the gradients in between. Default: none. */
  gradientAccumulationSteps?: number | null;
  /** Default: Keras' automatic one: `adam`, then `adam_1` … */
  name?: string;
}

const OPTIMIZER_OPTIONS = [
  'learningRate',
  'weightDecay',
  'clipnorm',
  'clipvalue',
  'globalClipnorm',
  'useEma',
  'emaMomentum',
  'emaOverwriteFrequency',
  'lossScaleFactor',
  'gradientAccumulationSteps',
  'name',
] as const;

/** The common options with their defaults. */
export interface CheckedOptions {
  weightDecay: number | null;
  clipnorm: number | null;
  clipvalue: number | null;
  globalClipnorm: number | null;
  useEma: boolean;
  emaMomentum: number;
  emaOverwriteFrequency: number | null;
  lossScaleFactor: number | null;
  gradientAccumulationSteps: number | null;
}

/**
 * @param where the optimizer's name, for messages
 * @param known options that the optimizer has besides the common ones
 * @throws UnknownOptionError, or ValueError for what contradicts itself
 */
export function checkOptimizerOptions(
  where: string,
  options: OptimizerOptions,
  known: readonly string[],
): CheckedOptions {
  checkOptions(where, options, [...OPTIMIZER_OPTIONS, ...known]);
  const checked: CheckedOptions = {
    weightDecay: options.weightDecay ?? null,
    clipnorm: options.clipnorm ?? null,
    clipvalue: options.clipvalue ?? null,
    globalClipnorm: options.globalClipnorm ?? null,
    useEma: options.useEma ?? false,
    emaMomentum: options.emaMomentum ?? 0.99,
    emaOverwriteFrequency: options.emaOverwriteFrequency ?? null,
    lossScaleFactor: options.lossScaleFactor ?? null,
    gradientAccumulationSteps: options.gradientAccumulationSteps ?? null,
  };
  const clips = [checked.clipnorm, checked.clipvalue, checked.globalClipnorm];
  if (clips.filter((clip) => clip !== null).length > 1) {
    throw new ValueError(
      `${where}: only one of clipnorm, clipvalue and globalClipnorm can be set; received ${clips.map(String).join(', ')}.`,
    );
  }
  if (checked.useEma && !(checked.emaMomentum >= 0 && checked.emaMomentum <= 1)) {
    throw new ValueError(
      `${where}: option "emaMomentum" must lie in [0, 1]; received ${checked.emaMomentum}.`,
    );
  }
  if (checked.emaOverwriteFrequency !== null) {
    checkPositiveInteger(where, 'emaOverwriteFrequency', checked.emaOverwriteFrequency);
  }
  const steps = checked.gradientAccumulationSteps;
  if (steps !== null && !(Number.isInteger(steps) && steps >= 2)) {
    throw new ValueError(
      `${where}: option "gradientAccumulationSteps" must be a whole number from 2 on; received ${steps}.`,
    );
  }
  return checked;
}
