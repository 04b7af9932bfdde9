import * as tf from '@tensorflow/tfjs-core';

import { biasCorrection, movingAverage } from './moments.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface AdamaxOptions extends OptimizerOptions {
  /** How much of the gradient's mean stays at each step. Default: 0.9. */
  beta1?: number;
  /** How much of the gradient's largest magnitude stays at each step. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor above zero. Default: 1e-7. */
  epsilon?: number;
}

/**
 * m ← beta1 m + (1 - beta1) g, u ← max(beta2 u, |g|), w ← w - rate m / ((1 - beta1^t) (u + epsilon))
 * (Kingma and Ba 2014, section 7.1). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/adamax/
 */
export class Adamax extends Optimizer {
  static override readonly className = 'Adamax';

  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private correctedRate!: tf.Tensor;

  constructor(options: AdamaxOptions = {}) {
    super(options, 0.001, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override buildSlots(): void {
    this.addSlots('momentum', 'norm');
  }

  protected override beginStep(learningRate: tf.Tensor): void {
    this.correctedRate = tf.div(learningRate, biasCorrection(this.beta1, this.localStep));
  }

  protected updateStep(gradient: tf.Tensor, variable: Target): void {
    const momentum = this.slot('momentum', variable);
    const norm = this.slot('norm', variable);
    const m = movingAverage(momentum.read(), gradient, this.beta1);
    const u = tf.maximum(tf.mul(norm.read(), this.beta2), tf.abs(gradient));
    const change = tf.div(tf.mul(m, this.correctedRate), tf.add(u, this.epsilon));
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(momentum, m);
    this.assign(norm, u);
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
