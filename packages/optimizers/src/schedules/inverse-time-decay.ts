import * as tf from '@tensorflow/tfjs-core';

import { checkNumber, checkPositive, LearningRateSchedule } from './schedule.js';

export interface InverseTimeDecayOptions {
  initialLearningRate: number;
  decaySteps: number;
  decayRate: number;
  /** Whether the rate falls in stairs, once every `decaySteps`. Default: false. */
  staircase?: boolean;
  name?: string;
}

/**
 * initialLearningRate / (1 + decayRate step / decaySteps).
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
 */
export class InverseTimeDecay extends LearningRateSchedule {
  static override readonly className = 'InverseTimeDecay';

  private readonly staircase: boolean;

  constructor(private readonly options: InverseTimeDecayOptions) {
    super(options, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
    checkNumber('InverseTimeDecay', 'initialLearningRate', options.initialLearningRate);
    checkPositive('InverseTimeDecay', 'decaySteps', options.decaySteps);
    checkNumber('InverseTimeDecay', 'decayRate', options.decayRate);
    this.staircase = options.staircase ?? false;
  }

  call(step: tf.Tensor): tf.Tensor {
    const { initialLearningRate, decaySteps, decayRate } = this.options;
    return tf.tidy(() => {
      const done = tf.div(tf.cast(step, 'float32'), decaySteps);
      const times = this.staircase ? tf.floor(done) : done;
      return tf.div(initialLearningRate, tf.add(tf.mul(times, decayRate), 1));
    });
  }

  at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate } = this.options;
    const done = step / decaySteps;
    return initialLearningRate / (1 + decayRate * (this.staircase ? Math.floor(done) : done));
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
