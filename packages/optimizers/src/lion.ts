import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface LionOptions extends OptimizerOptions {
  /** Share of the momentum in a step's direction, in (0, 1]. Default: 0.9. */
  beta1?: number;
  /** How much of the momentum stays at each step. Default: 0.99. */
  beta2?: number;
}

/**
 * w ← w - rate sign(beta1 m + (1 - beta1) g), m ← beta2 m + (1 - beta2) g (Chen et al., "Symbolic
 * discovery of optimization algorithms", 2023). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/lion/
 */
export class Lion extends Optimizer {
  static override readonly className = 'Lion';

  private readonly beta1: number;
  private readonly beta2: number;

  constructor(options: LionOptions = {}) {
    super(options, 0.001, ['beta1', 'beta2']);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.99;
    if (!(this.beta1 > 0 && this.beta1 <= 1)) {
      throw new ValueError(`Lion: option "beta1" must lie in (0, 1]; received ${this.beta1}.`);
    }
  }

  protected override buildSlots(): void {
    this.addSlots('momentum');
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const momentum = this.slot('momentum', variable);
    const mix = (beta: number) => tf.add(tf.mul(momentum.read(), beta), tf.mul(gradient, 1 - beta));
    const change = tf.mul(tf.sign(mix(this.beta1)), learningRate);
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(momentum, mix(this.beta2));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2 };
  }
}
