import * as tf from '@tensorflow/tfjs-core';

import { fusedUpdate } from './fused.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squared gradients start at. Default: 0.1. */
  initialAccumulatorValue?: number;
  /** Keeps the divisor above zero. Default: 1e-7. */
  epsilon?: number;
}

/**
 * a ← a + g², w ← w - rate g / sqrt(a + epsilon) (Duchi et al., "Adaptive subgradient methods for
 * online learning and stochastic optimization", 2011). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/adagrad/
 */
export class Adagrad extends Optimizer {
  static override readonly className = 'Adagrad';

  private readonly initialAccumulatorValue: number;
  private readonly epsilon: number;

  constructor(options: AdagradOptions = {}) {
    super(options, 0.001, ['initialAccumulatorValue', 'epsilon']);
    this.initialAccumulatorValue = options.initialAccumulatorValue ?? 0.1;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override buildSlots(): void {
    for (const target of this.targets) {
      this.addSlot('accumulator', target, tf.fill(target.shape, this.initialAccumulatorValue));
    }
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const { epsilon } = this;
    const accumulator = this.slot('accumulator', variable);
    const fused = fusedUpdate(
      'IbexAdagrad',
      { variable: variable.val, gradient, accumulator: accumulator.read(), learningRate },
      { epsilon },
    );
    if (fused) {
      this.assign(variable, fused[0]!);
      this.assign(accumulator, fused[1]!);
      return;
    }
    const sum = tf.add(accumulator.read(), tf.square(gradient));
    const change = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(sum, epsilon)));
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(accumulator, sum);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      initial_accumulator_value: this.initialAccumulatorValue,
      epsilon: this.epsilon,
    };
  }
}
