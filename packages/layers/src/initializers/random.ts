import {
  checkOptions,
  nextSeed,
  randomNormal as drawNormal,
  randomUniform as drawUniform,
  SeedGenerator,
  truncatedNormal as drawTruncated,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Initializer } from './initializer.js';

export interface SeedOptions {
  /**
   * Whole number: the same weights at every call. A SeedGenerator: new ones at each. Default: the
   * next seed of the process (`setRandomSeed`), drawn once for this initializer.
   */
  seed?: number | SeedGenerator | null;
}

/** A seed as a config holds it: a number, null, or Keras' serialized SeedGenerator. */
function readSeed(seed: unknown): number | SeedGenerator | null {
  if (typeof seed === 'object' && seed !== null && 'config' in seed) {
    const { config } = seed as { config: { seed?: number | null } };
    return new SeedGenerator(config.seed);
  }
  return (seed ?? null) as number | SeedGenerator | null;
}

/** What the random initializers share: a seed. */
export abstract class RandomInitializer extends Initializer {
  /** As given, for the config. */
  protected readonly givenSeed: number | SeedGenerator | null;
  protected readonly seed: number | SeedGenerator;

  constructor(seed: number | SeedGenerator | null | undefined) {
    super();
    this.givenSeed = readSeed(seed);
    this.seed = this.givenSeed ?? nextSeed();
  }

  override getConfig(): Record<string, unknown> {
    if (!(this.givenSeed instanceof SeedGenerator)) return { seed: this.givenSeed };
    const config = { seed: this.givenSeed.seed };
    return {
      seed: { module: 'keras.random', class_name: 'SeedGenerator', config, registered_name: null },
    };
  }
}

export interface RandomNormalOptions extends SeedOptions {
  /** Default: 0. */
  mean?: number;
  /** Standard deviation. Default: 0.05. */
  stddev?: number;
}

const NORMAL_OPTIONS = ['mean', 'stddev', 'seed'] as const;

/** Normal numbers. */
export class RandomNormal extends RandomInitializer {
  static readonly className: string = 'RandomNormal';
  readonly mean: number;
  readonly stddev: number;

  constructor(options: RandomNormalOptions = {}) {
    super(options.seed);
    checkOptions(new.target.className, options, NORMAL_OPTIONS);
    this.mean = options.mean ?? 0;
    this.stddev = options.stddev ?? 0.05;
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.tidy(() => tf.cast(drawNormal(shape, this.mean, this.stddev, this.seed), dtype));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), mean: this.mean, stddev: this.stddev };
  }
}

/** Normal numbers, drawn again where they lie more than two standard deviations from the mean. */
export class TruncatedNormal extends RandomNormal {
  static override readonly className = 'TruncatedNormal';

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.tidy(() => tf.cast(drawTruncated(shape, this.mean, this.stddev, this.seed), dtype));
  }
}

export interface RandomUniformOptions extends SeedOptions {
  /** Default: -0.05. */
  minval?: number;
  /** Default: 0.05. */
  maxval?: number;
}

/** Numbers evenly from `minval` up to `maxval`. */
export class RandomUniform extends RandomInitializer {
  static readonly className = 'RandomUniform';
  readonly minval: number;
  readonly maxval: number;

  constructor(options: RandomUniformOptions = {}) {
    super(options.seed);
    checkOptions('RandomUniform', options, ['minval', 'maxval', 'seed']);
    this.minval = options.minval ?? -0.05;
    this.maxval = options.maxval ?? 0.05;
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.tidy(() => tf.cast(drawUniform(shape, this.minval, this.maxval, this.seed), dtype));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), minval: this.minval, maxval: this.maxval };
  }
}

export function randomNormal(options: RandomNormalOptions = {}): RandomNormal {
  return new RandomNormal(options);
}

export function truncatedNormal(options: RandomNormalOptions = {}): TruncatedNormal {
  return new TruncatedNormal(options);
}

export function randomUniform(options: RandomUniformOptions = {}): RandomUniform {
  return new RandomUniform(options);
}
