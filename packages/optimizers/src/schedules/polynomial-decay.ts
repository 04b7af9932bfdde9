import * as tf from '@tensorflow/tfjs-core';

import { checkNumber, checkPositive, LearningRateSchedule } from './schedule.js';

export interface PolynomialDecayOptions {
  initialLearningRate: number;
  /** Steps until `endLearningRate` is reached. */
  decaySteps: number;
  /** Default: 0.0001. */
  endLearningRate?: number;
  /** 1 is a straight line. Default: 1. */
  power?: number;
  /** Whether to go on past `decaySteps` with ever longer decays. Default: false. */
  cycle?: boolean;
  name?: string;
}

/**
 * (initial - end) (1 - step / decaySteps)^power + end, and end after `decaySteps`; with `cycle`,
 * decaySteps is multiplied by the number of cycles begun.
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
 */
export class PolynomialDecay extends LearningRateSchedule {
  static override readonly className = 'PolynomialDecay';

  private readonly initial: number;
  private readonly end: number;
  private readonly decaySteps: number;
  private readonly power: number;
  private readonly cycle: boolean;

  constructor(options: PolynomialDecayOptions) {
    super(options, ['initialLearningRate', 'decaySteps', 'endLearningRate', 'power', 'cycle']);
    checkNumber('PolynomialDecay', 'initialLearningRate', options.initialLearningRate);
    checkPositive('PolynomialDecay', 'decaySteps', options.decaySteps);
    this.initial = options.initialLearningRate;
    this.end = options.endLearningRate ?? 0.0001;
    this.decaySteps = options.decaySteps;
    this.power = options.power ?? 1;
    this.cycle = options.cycle ?? false;
  }

  call(step: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const at = tf.cast(step, 'float32');
      // from the first step on at least one cycle has begun
      const cycles = tf.maximum(tf.ceil(tf.div(at, this.decaySteps)), 1);
      const done = this.cycle
        ? tf.div(at, tf.mul(cycles, this.decaySteps))
        : tf.div(tf.minimum(at, this.decaySteps), this.decaySteps);
      const left = tf.pow(tf.sub(1, done), tf.scalar(this.power));
      return tf.add(tf.mul(left, this.initial - this.end), this.end);
    });
  }

  at(step: number): number {
    const cycles = Math.max(Math.ceil(step / this.decaySteps), 1);
    const done = this.cycle
      ? step / (cycles * this.decaySteps)
      : Math.min(step, this.decaySteps) / this.decaySteps;
    return (this.initial - this.end) * (1 - done) ** this.power + this.end;
  }

  getConfig(): Record<string, unknown> {
    return {
      initial_learning_rate: this.initial,
      decay_steps: this.decaySteps,
      end_learning_rate: this.end,
      power: this.power,
      cycle: this.cycle,
      name: this.name,
    };
  }
}
