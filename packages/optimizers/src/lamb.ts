import * as tf from '@tensorflow/tfjs-core';

import { biasCorrection, movingAverage } from './moments.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface LambOptions extends OptimizerOptions {
  /** How much of the gradient's mean stays at each step. Default: 0.9. */
  beta1?: number;
  /** How much of the squared gradient's mean stays at each step. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor above zero. Default: 1e-7. */
  epsilon?: number;
}

/**
 * Adam's step, scaled for each variable by ‖w‖ / ‖step‖, for large batches (You et al., "Large
 * batch optimization for deep learning: training BERT in 76 minutes", 2019). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/lamb/
 */
export class Lamb extends Optimizer {
  static override readonly className = 'Lamb';

  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private corrections!: { momentum: tf.Tensor; velocity: tf.Tensor };

  constructor(options: LambOptions = {}) {
    super(options, 0.001, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override buildSlots(): void {
    this.addSlots('momentum', 'velocity');
  }

  protected override beginStep(): void {
    this.corrections = {
      momentum: biasCorrection(this.beta1, this.localStep),
      velocity: biasCorrection(this.beta2, this.localStep),
    };
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const momentum = this.slot('momentum', variable);
    const velocity = this.slot('velocity', variable);
    const m = movingAverage(momentum.read(), gradient, this.beta1);
    const v = movingAverage(velocity.read(), tf.square(gradient), this.beta2);
    const root = tf.add(tf.sqrt(tf.div(v, this.corrections.velocity)), this.epsilon);
    const step = tf.div(tf.div(m, this.corrections.momentum), root);

    const weightNorm = tf.sqrt(tf.sum(tf.square(variable.val)));
    const stepNorm = tf.sqrt(tf.sum(tf.square(step)));
    const both = tf.logicalAnd(tf.greater(weightNorm, 0), tf.greater(stepNorm, 0));
    const ratio = tf.where(both, tf.div(weightNorm, stepNorm), tf.onesLike(stepNorm));
    this.assign(variable, tf.sub(variable.val, tf.mul(step, tf.mul(ratio, learningRate))));
    this.assign(momentum, m);
    this.assign(velocity, v);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      beta_1: this.beta1,
      beta_2: this.beta2,
      epsilon: this.epsilon,
    };
  }
}
