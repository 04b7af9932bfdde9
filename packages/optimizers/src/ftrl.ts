import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface FtrlOptions extends OptimizerOptions {
  /** How the rate falls with the accumulated squares; 0 keeps it fixed. At most 0. Default: -0.5. */
  learningRatePower?: number;
  /** What the sums of squared gradients start at. Default: 0.1. */
  initialAccumulatorValue?: number;
  /** Strength of L1 regularization. Default: 0. */
  l1RegularizationStrength?: number;
  /** Strength of L2 regularization. Default: 0. */
  l2RegularizationStrength?: number;
  /** L2 regularization that acts on the gradient only. Default: 0. */
  l2ShrinkageRegularizationStrength?: number;
  /** The beta of the paper. Default: 0. */
  beta?: number;
}

/**
 * Follow the regularized leader: n' = n + g², z ← z + g - (n'^-p - n^-p) / rate w,
 * w ← (clip(z, -l1, l1) - z) / (n'^-p / rate + 2 l2) (McMahan et al., "Ad click prediction: a view
 * from the trenches", 2013). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/ftrl/
 */
export class Ftrl extends Optimizer {
  static override readonly className = 'Ftrl';

  private readonly power: number;
  private readonly initialAccumulatorValue: number;
  private readonly l1: number;
  private readonly l2: number;
  private readonly shrinkage: number;
  private readonly beta: number;

  constructor(options: FtrlOptions = {}) {
    super(options, 0.001, [
      'learningRatePower',
      'initialAccumulatorValue',
      'l1RegularizationStrength',
      'l2RegularizationStrength',
      'l2ShrinkageRegularizationStrength',
      'beta',
    ]);
    this.power = options.learningRatePower ?? -0.5;
    this.initialAccumulatorValue = options.initialAccumulatorValue ?? 0.1;
    this.l1 = options.l1RegularizationStrength ?? 0;
    this.l2 = options.l2RegularizationStrength ?? 0;
    this.shrinkage = options.l2ShrinkageRegularizationStrength ?? 0;
    this.beta = options.beta ?? 0;
    if (this.power > 0) {
      throw new ValueError(
        `Ftrl: option "learningRatePower" must be 0 or less; received ${this.power}.`,
      );
    }
    const strengths = {
      initialAccumulatorValue: this.initialAccumulatorValue,
      l1RegularizationStrength: this.l1,
      l2RegularizationStrength: this.l2,
      l2ShrinkageRegularizationStrength: this.shrinkage,
    };
    for (const [option, value] of Object.entries(strengths)) {
      if (!(value >= 0)) {
        throw new ValueError(`Ftrl: option "${option}" must be 0 or more; received ${value}.`);
      }
    }
  }

  protected override buildSlots(): void {
    for (const target of this.targets) {
      this.addSlot('accumulator', target, tf.fill(target.shape, this.initialAccumulatorValue));
      this.addSlot('linear', target, tf.zeros(target.shape));
    }
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const weight = variable.val;
    const accumulator = this.slot('accumulator', variable);
    const linear = this.slot('linear', variable);
    const raised = (x: tf.Tensor) => tf.div(tf.pow(x, -this.power), learningRate);

    const shrunk = tf.add(gradient, tf.mul(weight, 2 * this.shrinkage));
    const sum = tf.add(accumulator.read(), tf.square(gradient));
    const now = raised(sum);
    const sigma = tf.sub(now, raised(accumulator.read()));
    const z = tf.add(linear.read(), tf.sub(shrunk, tf.mul(sigma, weight)));
    const l2 = tf.add(tf.div(this.beta / 2, learningRate), this.l2);
    const quadratic = tf.add(now, tf.mul(l2, 2));
    const clipped = tf.clipByValue(z, -this.l1, this.l1);
    this.assign(variable, tf.div(tf.sub(clipped, z), quadratic));
    this.assign(linear, z);
    this.assign(accumulator, sum);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      learning_rate_power: this.power,
      initial_accumulator_value: this.initialAccumulatorValue,
      l1_regularization_strength: this.l1,
      l2_regularization_strength: this.l2,
      l2_shrinkage_regularization_strength: this.shrinkage,
      beta: this.beta,
    };
  }
}
