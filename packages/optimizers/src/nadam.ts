import type { Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { biasCorrection, movingAverage } from './moments.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface NadamOptions extends OptimizerOptions {
  /** How much of the gradient's mean stays at each step. Default: 0.9. */
  beta1?: number;
  /** How much of the squared gradient's mean stays at each step. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor above zero. Default: 1e-7. */
  epsilon?: number;
}

/**
 * Adam with Nesterov momentum: the step is along u' m / (1 - U u') + (1 - u) g / (1 - U), with
 * u = beta1 (1 - 0.96^t / 2), u' that of the next step and U the product of all u so far (Dozat,
 * "Incorporating Nesterov momentum into Adam", 2015). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/nadam/
 */
export class Nadam extends Optimizer {
  static override readonly className = 'Nadam';

  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private product!: Variable;
  /** What momentum and gradient are multiplied by in this step, and the velocity divided by. */
  private factors!: { momentum: tf.Tensor; gradient: tf.Tensor; velocity: tf.Tensor };

  constructor(options: NadamOptions = {}) {
    super(options, 0.001, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override buildSlots(): void {
    this.addSlots('momentum', 'velocity');
    this.product = this.addVariable('u_product', tf.scalar(1));
  }

  /** beta1 (1 - 0.96^step / 2). */
  private schedule(step: tf.Tensor): tf.Tensor {
    return tf.mul(tf.sub(1, tf.mul(tf.pow(tf.scalar(0.96), step), 0.5)), this.beta1);
  }

  protected override beginStep(learningRate: tf.Tensor): void {
    const now = this.schedule(this.localStep);
    const next = this.schedule(tf.add(this.localStep, 1));
    const product = tf.mul(this.product.read(), now);
    this.assign(this.product, product);
    const ofMomentum = tf.div(next, tf.sub(1, tf.mul(product, next)));
    const ofGradient = tf.div(tf.sub(1, now), tf.sub(1, product));
    this.factors = {
      momentum: tf.mul(ofMomentum, learningRate),
      gradient: tf.mul(ofGradient, learningRate),
      velocity: biasCorrection(this.beta2, this.localStep),
    };
  }

  protected updateStep(gradient: tf.Tensor, variable: Target): void {
    const momentum = this.slot('momentum', variable);
    const velocity = this.slot('velocity', variable);
    const m = movingAverage(momentum.read(), gradient, this.beta1);
    const v = movingAverage(velocity.read(), tf.square(gradient), this.beta2);
    const direction = tf.add(
      tf.mul(m, this.factors.momentum),
      tf.mul(gradient, this.factors.gradient),
    );
    const divisor = tf.add(tf.sqrt(tf.div(v, this.factors.velocity)), this.epsilon);
    this.assign(variable, tf.sub(variable.val, tf.div(direction, divisor)));
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
