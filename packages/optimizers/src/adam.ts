import * as tf from '@tensorflow/tfjs-core';

import { fusedUpdate } from './fused.js';
import { biasCorrection, movingAverage } from './moments.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface AdamOptions extends OptimizerOptions {
  /** How much of the gradient's mean stays at each step. Default: 0.9. */
  beta1?: number;
  /** How much of the squared gradient's mean stays at each step. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor above zero. Default: 1e-7. */
  epsilon?: number;
  /** Whether to divide by the largest mean so far (AMSGrad). Default: false. */
  amsgrad?: boolean;
}

/**
 * m ← beta1 m + (1 - beta1) g, v ← beta2 v + (1 - beta2) g²,
 * w ← w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon) (Kingma and Ba, "Adam: a
 * method for stochastic optimization", 2014). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/adam/
 */
export class Adam extends Optimizer {
  static override readonly className: string = 'Adam';

  protected readonly beta1: number;
  protected readonly beta2: number;
  protected readonly epsilon: number;
  private readonly amsgrad: boolean;
  private correctedRate!: tf.Tensor;

  constructor(options: AdamOptions = {}) {
    super(options, 0.001, ['beta1', 'beta2', 'epsilon', 'amsgrad']);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
    this.amsgrad = options.amsgrad ?? false;
  }

  protected override buildSlots(): void {
    this.addSlots('momentum', 'velocity');
    if (this.amsgrad) this.addSlots('velocity_hat');
  }

  protected override beginStep(learningRate: tf.Tensor): void {
    const correction = tf.sqrt(biasCorrection(this.beta2, this.localStep));
    this.correctedRate = tf.div(
      tf.mul(learningRate, correction),
      biasCorrection(this.beta1, this.localStep),
    );
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const { beta1, beta2, epsilon } = this;
    const momentum = this.slot('momentum', variable);
    const velocity = this.slot('velocity', variable);
    if (!this.amsgrad) {
      const fused = fusedUpdate(
        'IbexAdam',
        {
          variable: variable.val,
          gradient,
          momentum: momentum.read(),
          velocity: velocity.read(),
          learningRate,
          step: this.localStep,
        },
        { beta1, beta2, epsilon },
      );
      if (fused) {
        this.assign(variable, fused[0]!);
        this.assign(momentum, fused[1]!);
        this.assign(velocity, fused[2]!);
        return;
      }
    }
    const m = movingAverage(momentum.read(), gradient, beta1);
    const v = movingAverage(velocity.read(), tf.square(gradient), beta2);
    let largest = v;
    if (this.amsgrad) {
      const hat = this.slot('velocity_hat', variable);
      largest = tf.maximum(hat.read(), v);
      this.assign(hat, largest);
    }
    const change = tf.div(tf.mul(m, this.correctedRate), tf.add(tf.sqrt(largest), epsilon));
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(momentum, m);
    this.assign(velocity, v);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      beta_1: this.beta1,
      beta_2: this.beta2,
      epsilon: this.epsilon,
      amsgrad: this.amsgrad,
    };
  }
}
