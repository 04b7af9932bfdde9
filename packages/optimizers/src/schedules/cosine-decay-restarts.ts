import * as tf from '@tensorflow/tfjs-core';

import { checkNumber, checkPositive, LearningRateSchedule } from './schedule.js';

export interface CosineDecayRestartsOptions {
  initialLearningRate: number;
  /** Steps of the first decay. */
  firstDecaySteps: number;
  /** How much longer each decay is than the one before. Default: 2. */
  tMul?: number;
  /** What the rate starts at in each decay, relative to the one before. Default: 1. */
  mMul?: number;
  /** The lowest rate, as a share of the initial one. Default: 0. */
  alpha?: number;
  name?: string;
}

/**
 * Cosine decays one after the other, each `tMul` times as long and `mMul` times as high as the one
 * before (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2016).
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/
 */
export class CosineDecayRestarts extends LearningRateSchedule {
  static override readonly className = 'CosineDecayRestarts';

  private readonly initial: number;
  private readonly firstDecaySteps: number;
  private readonly tMul: number;
  private readonly mMul: number;
  private readonly alpha: number;

  constructor(options: CosineDecayRestartsOptions) {
    super(
      options,
      ['initialLearningRate', 'firstDecaySteps', 'tMul', 'mMul', 'alpha'],
      'SGDRDecay',
    );
    checkNumber('CosineDecayRestarts', 'initialLearningRate', options.initialLearningRate);
    checkPositive('CosineDecayRestarts', 'firstDecaySteps', options.firstDecaySteps);
    this.initial = options.initialLearningRate;
    this.firstDecaySteps = options.firstDecaySteps;
    this.tMul = options.tMul ?? 2;
    this.mMul = options.mMul ?? 1;
    this.alpha = options.alpha ?? 0;
  }

  call(step: tf.Tensor): tf.Tensor {
    const { tMul } = this;
    return tf.tidy(() => {
      const done = tf.div(tf.cast(step, 'float32'), this.firstDecaySteps);
      let restart = tf.floor(done);
      let fraction = tf.sub(done, restart);
      if (tMul !== 1) {
        // restart i comes after 1 + tMul + … + tMul^(i-1) = (1 - tMul^i) / (1 - tMul) first decays
        restart = tf.floor(
          tf.div(tf.log(tf.sub(1, tf.mul(done, 1 - tMul))), tf.log(tf.scalar(tMul))),
        );
        const length = tf.pow(tf.scalar(tMul), restart);
        const before = tf.div(tf.sub(1, length), 1 - tMul);
        fraction = tf.div(tf.sub(done, before), length);
      }
      const height = tf.pow(tf.scalar(this.mMul), restart);
      const wave = tf.add(tf.cos(tf.mul(fraction, Math.PI)), 1);
      const cosine = tf.mul(tf.mul(height, 0.5), wave);
      return tf.mul(tf.add(tf.mul(cosine, 1 - this.alpha), this.alpha), this.initial);
    });
  }

  at(step: number): number {
    const { tMul } = this;
    const done = step / this.firstDecaySteps;
    let restart = Math.floor(done);
    let fraction = done - restart;
    if (tMul !== 1) {
      restart = Math.floor(Math.log(1 - done * (1 - tMul)) / Math.log(tMul));
      const length = tMul ** restart;
      fraction = (done - (1 - length) / (1 - tMul)) / length;
    }
    const cosine = 0.5 * this.mMul ** restart * (1 + Math.cos(Math.PI * fraction));
    return this.initial * ((1 - this.alpha) * cosine + this.alpha);
  }

  getConfig(): Record<string, unknown> {
    return {
      initial_learning_rate: this.initial,
      first_decay_steps: this.firstDecaySteps,
      t_mul: this.tMul,
      m_mul: this.mMul,
      alpha: this.alpha,
      name: this.name,
    };
  }
}
