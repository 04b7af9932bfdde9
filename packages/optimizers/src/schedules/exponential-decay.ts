import * as tf from '@tensorflow/tfjs-core';

import { checkNumber, checkPositive, LearningRateSchedule } from './schedule.js';

export interface ExponentialDecayOptions {
  initialLearningRate: number;
  /** Steps in which the rate is multiplied by `decayRate` once. */
  decaySteps: number;
  decayRate: number;
  /** Whether the rate falls in stairs, once every `decaySteps`. Default: false. */
  staircase?: boolean;
  name?: string;
}

/**
 * initialLearningRate decayRate^(step / decaySteps).
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
 */
export class ExponentialDecay extends LearningRateSchedule {
  static override readonly className = 'ExponentialDecay';

  private readonly staircase: boolean;

  constructor(private readonly options: ExponentialDecayOptions) {
    super(options, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
    checkNumber('ExponentialDecay', 'initialLearningRate', options.initialLearningRate);
    checkPositive('ExponentialDecay', 'decaySteps', options.decaySteps);
    checkNumber('ExponentialDecay', 'decayRate', options.decayRate);
    this.staircase = options.staircase ?? false;
  }

  call(step: tf.Tensor): tf.Tensor {
    const { initialLearningRate, decaySteps, decayRate } = this.options;
    return tf.tidy(() => {
      const done = tf.div(tf.cast(step, 'float32'), decaySteps);
      const exponent = this.staircase ? tf.floor(done) : done;
      return tf.mul(tf.pow(tf.scalar(decayRate), exponent), initialLearningRate);
    });
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate } = this.options;
    const done = step / decaySteps;
    return initialLearningRate * decayRate ** (this.staircase ? Math.floor(done) : done);
  }

  getConfig(): Record<string, unknown> {
    return {
      initial_learning_rate: this.options.initialLearningRate,
      decay_steps: this.options.decaySteps,
      decay_rate: this.options.decayRate,
      staircase: this.staircase,
      name: this.name,
    };
  }
}
