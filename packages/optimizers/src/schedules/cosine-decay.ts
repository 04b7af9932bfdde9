import * as tf from '@tensorflow/tfjs-core';

import { checkNumber, checkPositive, LearningRateSchedule } from './schedule.js';

export interface CosineDecayOptions {
  initialLearningRate: number;
  /** Steps of the decay, after the warm-up. */
  decaySteps: number;
  /** The lowest rate, as a share of the highest. Default: 0. */
  alpha?: number;
  /** The rate that the warm-up rises to. Default: no warm-up. */
  warmupTarget?: number | null;
  /** Steps of the warm-up. Default: 0. */
  warmupSteps?: number;
  name?: string;
}

/**
 * A straight rise from initialLearningRate to warmupTarget in warmupSteps, where asked for, then
 * highest ((1 - alpha) (1 + cos(π step / decaySteps)) / 2 + alpha) (Loshchilov and Hutter, "SGDR:
 * stochastic gradient descent with warm restarts", 2016).
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 */
export class CosineDecay extends LearningRateSchedule {
  static override readonly className = 'CosineDecay';

  private readonly initial: number;
  private readonly decaySteps: number;
  private readonly alpha: number;
  private readonly warmupTarget: number | null;
  private readonly warmupSteps: number;

  constructor(options: CosineDecayOptions) {
    super(options, ['initialLearningRate', 'decaySteps', 'alpha', 'warmupTarget', 'warmupSteps']);
    checkNumber('CosineDecay', 'initialLearningRate', options.initialLearningRate);
    checkPositive('CosineDecay', 'decaySteps', options.decaySteps);
    this.initial = options.initialLearningRate;
    this.decaySteps = options.decaySteps;
    this.alpha = options.alpha ?? 0;
    this.warmupTarget = options.warmupTarget ?? null;
    this.warmupSteps = options.warmupSteps ?? 0;
  }

  /** Steps of warm-up and the rate that the decay starts from. */
  private get start(): { warmup: number; highest: number } {
    return this.warmupTarget === null
      ? { warmup: 0, highest: this.initial }
      : { warmup: this.warmupSteps, highest: this.warmupTarget };
  }

  call(step: tf.Tensor): tf.Tensor {
    const { warmup, highest } = this.start;
    return tf.tidy(() => {
      const at = tf.cast(step, 'float32');
      const done = tf.div(tf.clipByValue(tf.sub(at, warmup), 0, this.decaySteps), this.decaySteps);
      const cosine = tf.mul(tf.add(tf.cos(tf.mul(done, Math.PI)), 1), 0.5);
      const decayed = tf.mul(tf.add(tf.mul(cosine, 1 - this.alpha), this.alpha), highest);
      if (warmup === 0) return decayed;
      const rising = tf.add(tf.mul(tf.div(at, warmup), highest - this.initial), this.initial);
      return tf.where(tf.less(at, warmup), rising, decayed);
    });
  }

  at(step: number): number {
    const { warmup, highest } = this.start;
    if (step < warmup) return this.initial + ((highest - this.initial) * step) / warmup;
    const done = Math.min(step - warmup, this.decaySteps) / this.decaySteps;
    return highest * ((1 - this.alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + this.alpha);
  }

  getConfig(): Record<string, unknown> {
    return {
      initial_learning_rate: this.initial,
      decay_steps: this.decaySteps,
      alpha: this.alpha,
      name: this.name,
      warmup_target: this.warmupTarget,
      warmup_steps: this.warmupSteps,
    };
  }
}
