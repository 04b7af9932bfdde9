import * as tf from '@tensorflow/tfjs-core';

import { fusedUpdate } from './fused.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface RMSpropOptions extends OptimizerOptions {
  /** How much of the mean of squared gradients stays at each step. Default: 0.9. */
  rho?: number;
  /** How much of the last change goes into the next. Default: 0. */
  momentum?: number;
  /** Keeps the divisor above zero. Default: 1e-7. */
  epsilon?: number;
  /** Whether to divide by the gradient's variance rather than its mean square. Default: false. */
  centered?: boolean;
}

/**
 * v ← rho v + (1 - rho) g², w ← w - rate g / sqrt(v + epsilon). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/rmsprop/
 */
export class RMSprop extends Optimizer {
  static override readonly className = 'RMSprop';

  private readonly rho: number;
  private readonly momentum: number;
  private readonly epsilon: number;
  private readonly centered: boolean;

  constructor(options: RMSpropOptions = {}) {
    super(options, 0.001, ['rho', 'momentum', 'epsilon', 'centered']);
    this.rho = options.rho ?? 0.9;
    this.momentum = options.momentum ?? 0;
    this.epsilon = options.epsilon ?? 1e-7;
    this.centered = options.centered ?? false;
  }

  protected override buildSlots(): void {
    this.addSlots('velocity');
    if (this.momentum > 0) this.addSlots('momentum');
    if (this.centered) this.addSlots('average_gradient');
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const { rho, epsilon } = this;
    const velocity = this.slot('velocity', variable);
    if (this.momentum === 0 && !this.centered) {
      const fused = fusedUpdate(
        'IbexRmsprop',
        { variable: variable.val, gradient, velocity: velocity.read(), learningRate },
        { rho, epsilon },
      );
      if (fused) {
        this.assign(variable, fused[0]!);
        this.assign(velocity, fused[1]!);
        return;
      }
    }
    const meanSquare = tf.add(tf.mul(velocity.read(), rho), tf.mul(tf.square(gradient), 1 - rho));
    let divisor = meanSquare;
    if (this.centered) {
      const average = this.slot('average_gradient', variable);
      const mean = tf.add(tf.mul(average.read(), rho), tf.mul(gradient, 1 - rho));
      divisor = tf.sub(meanSquare, tf.square(mean));
      this.assign(average, mean);
    }
    let change = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(divisor, epsilon)));
    if (this.momentum > 0) {
      const momentum = this.slot('momentum', variable);
      change = tf.add(tf.mul(momentum.read(), this.momentum), change);
      this.assign(momentum, change);
    }
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(velocity, meanSquare);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      rho: this.rho,
      momentum: this.momentum,
      epsilon: this.epsilon,
      centered: this.centered,
    };
  }
}
