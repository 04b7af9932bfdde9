import * as tf from '@tensorflow/tfjs-core';

import { fusedUpdate } from './fused.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface AdadeltaOptions extends OptimizerOptions {
  /** How much of the means of squares stays at each step. Default: 0.95. */
  rho?: number;
  /** Keeps divisor and first steps above zero. Default: 1e-7. */
  epsilon?: number;
}

/**
 * a ← rho a + (1 - rho) g², d = sqrt(b + epsilon) / sqrt(a + epsilon) g, b ← rho b + (1 - rho) d²,
 * w ← w - rate d (Zeiler, "ADADELTA: an adaptive learning rate method", 2012). Default rate: 0.001;
 * the paper's own is 1.
 *
 * @see https://keras.io/api/optimizers/adadelta/
 */
export class Adadelta extends Optimizer {
  static override readonly className = 'Adadelta';

  private readonly rho: number;
  private readonly epsilon: number;

  constructor(options: AdadeltaOptions = {}) {
    super(options, 0.001, ['rho', 'epsilon']);
    this.rho = options.rho ?? 0.95;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override buildSlots(): void {
    this.addSlots('accumulated_grad', 'accumulated_delta_var');
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const { rho, epsilon } = this;
    const ofGradients = this.slot('accumulated_grad', variable);
    const ofChanges = this.slot('accumulated_delta_var', variable);
    const fused = fusedUpdate(
      'IbexAdadelta',
      {
        variable: variable.val,
        gradient,
        accumulatedGrad: ofGradients.read(),
        accumulatedDelta: ofChanges.read(),
        learningRate,
      },
      { rho, epsilon },
    );
    if (fused) {
      this.assign(variable, fused[0]!);
      this.assign(ofGradients, fused[1]!);
      this.assign(ofChanges, fused[2]!);
      return;
    }
    const root = (x: tf.Tensor) => tf.sqrt(tf.add(x, epsilon));
    const takeIn = (mean: tf.Tensor, x: tf.Tensor) =>
      tf.add(tf.mul(mean, rho), tf.mul(tf.square(x), 1 - rho));
    const squares = takeIn(ofGradients.read(), gradient);
    const change = tf.div(tf.mul(root(ofChanges.read()), gradient), root(squares));
    this.assign(variable, tf.sub(variable.val, tf.mul(change, learningRate)));
    this.assign(ofChanges, takeIn(ofChanges.read(), change));
    this.assign(ofGradients, squares);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rho: this.rho, epsilon: this.epsilon };
  }
}
