import * as tf from '@tensorflow/tfjs-core';

import { biasCorrection, movingAverage } from './moments.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface ScheduleFreeAdamWOptions extends OptimizerOptions {
  /** Share of the average in the point where gradients are taken. Default: 0.9. */
  beta1?: number;
  /** How much of the squared gradient's mean stays at each step. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor above zero. Default: 1e-8. */
  epsilon?: number;
  /** Steps in which the rate rises from 0. Default: 0. */
  warmupSteps?: number;
}

/**
 * AdamW that needs no schedule: z goes Adam's way, x is the mean of all z, and the weights are
 * y = (1 - beta1) z + beta1 x (Defazio et al., "The road less scheduled", 2024). Default rate:
 * 0.0025.
 *
 * @see https://keras.io/api/optimizers/
 */
export class ScheduleFreeAdamW extends Optimizer {
  static override readonly className = 'ScheduleFreeAdamW';

  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private readonly warmupSteps: number;

  constructor(options: ScheduleFreeAdamWOptions = {}) {
    super(options, 0.0025, ['beta1', 'beta2', 'epsilon', 'warmupSteps']);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-8;
    this.warmupSteps = options.warmupSteps ?? 0;
  }

  // z is called momentum, as in Keras
  protected override buildSlots(): void {
    for (const target of this.targets) {
      this.addSlot('momentum', target, tf.clone(target.val));
      this.addSlot('velocity', target, tf.zeros(target.shape));
    }
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const { beta1, beta2, epsilon, warmupSteps } = this;
    const z = this.slot('momentum', variable);
    const velocity = this.slot('velocity', variable);
    const rate =
      warmupSteps > 0
        ? tf.mul(learningRate, tf.minimum(tf.div(this.localStep, warmupSteps), 1))
        : learningRate;
    const v = movingAverage(velocity.read(), tf.square(gradient), beta2);
    const root = tf.sqrt(tf.div(v, biasCorrection(beta2, this.localStep)));
    const zNew = tf.sub(z.read(), tf.div(tf.mul(gradient, rate), tf.add(root, epsilon)));
    const weight = tf.div(1, this.localStep);
    const x = tf.div(tf.sub(variable.val, tf.mul(z.read(), 1 - beta1)), beta1);
    const xNew = tf.add(tf.mul(x, tf.sub(1, weight)), tf.mul(zNew, weight));
    this.assign(variable, tf.add(tf.mul(zNew, 1 - beta1), tf.mul(xNew, beta1)));
    this.assign(z, zNew);
    this.assign(velocity, v);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      beta_1: this.beta1,
      beta_2: this.beta2,
      epsilon: this.epsilon,
      warmup_steps: this.warmupSteps,
    };
  }
}
