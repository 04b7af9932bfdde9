import * as tf from '@tensorflow/tfjs-core';

import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface AdafactorOptions extends OptimizerOptions {
  /** How the share of old squares grows with the steps. Default: -0.8. */
  beta2Decay?: number;
  /** Keeps squared gradients above zero. Default: 1e-30. */
  epsilon1?: number;
  /** The least size of a weight that a step is scaled by. Default: 0.001. */
  epsilon2?: number;
  /** Above this root mean square a step is scaled down. Default: 1. */
  clipThreshold?: number;
  /** Whether the rate is at most 1 / sqrt(step). Default: true. */
  relativeStep?: boolean;
}

/**
 * Scales gradients by the root of their mean squares, of which a matrix only keeps those of its
 * rows and of its columns (Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear
 * memory cost", 2018). Default rate: 0.001.
 *
 * @see https://keras.io/api/optimizers/adafactor/
 */
export class Adafactor extends Optimizer {
  static override readonly className = 'Adafactor';

  private readonly beta2Decay: number;
  private readonly epsilon1: number;
  private readonly epsilon2: number;
  private readonly clipThreshold: number;
  private readonly relativeStep: boolean;
  private shared!: { rate: tf.Tensor; beta2: tf.Tensor };

  constructor(options: AdafactorOptions = {}) {
    super(options, 0.001, ['beta2Decay', 'epsilon1', 'epsilon2', 'clipThreshold', 'relativeStep']);
    this.beta2Decay = options.beta2Decay ?? -0.8;
    this.epsilon1 = options.epsilon1 ?? 1e-30;
    this.epsilon2 = options.epsilon2 ?? 0.001;
    this.clipThreshold = options.clipThreshold ?? 1;
    this.relativeStep = options.relativeStep ?? true;
  }

  protected override buildSlots(): void {
    for (const target of this.targets) {
      const { shape } = target;
      // Keras calls both by the variable's own name
      const name = target.path.slice(target.path.lastIndexOf('/') + 1);
      // vectors have two unused scalars, so that state fits Keras' files
      const matrix = shape.length >= 2;
      const rows = matrix ? shape.slice(0, -1) : [];
      const columns = matrix ? [...shape.slice(0, -2), shape.at(-1)!] : [];
      this.addSlot('row', target, tf.zeros(rows), name);
      this.addSlot('column', target, tf.zeros(columns), name);
      this.addSlot('velocity', target, tf.zeros(shape));
    }
  }

  protected override beginStep(learningRate: tf.Tensor): void {
    // relativeStep bounds the rate by 1 / sqrt(step); Keras bounds it so in any case
    const rate = tf.minimum(learningRate, tf.rsqrt(this.localStep));
    const beta2 = tf.sub(1, tf.pow(this.localStep, this.beta2Decay));
    this.shared = { rate, beta2 };
  }

  protected updateStep(gradient: tf.Tensor, variable: Target): void {
    const { rate, beta2 } = this.shared;
    const rest = tf.sub(1, beta2);
    const takeIn = (mean: tf.Tensor, x: tf.Tensor) => tf.add(tf.mul(mean, beta2), tf.mul(x, rest));
    const rms = (x: tf.Tensor) => tf.sqrt(tf.mean(tf.square(x)));

    const velocity = this.slot('velocity', variable);
    const squares = tf.add(tf.square(gradient), this.epsilon1);
    let v: tf.Tensor;
    if (variable.shape.length >= 2) {
      const rows = this.slot('row', variable);
      const columns = this.slot('column', variable);
      const r = takeIn(rows.read(), tf.mean(squares, -1));
      const c = takeIn(columns.read(), tf.mean(squares, -2));
      v = tf.mul(
        tf.expandDims(tf.div(r, tf.mean(r, -1, true)), -1),
        tf.expandDims(c, variable.shape.length - 2),
      );
      this.assign(rows, r);
      this.assign(columns, c);
    } else {
      v = takeIn(velocity.read(), squares);
    }
    const step = tf.div(gradient, tf.sqrt(v));
    const clipped = tf.div(step, tf.maximum(tf.div(rms(step), this.clipThreshold), 1));
    const scale = tf.mul(tf.maximum(rms(variable.val), this.epsilon2), rate);
    this.assign(variable, tf.sub(variable.val, tf.mul(clipped, scale)));
    this.assign(velocity, v);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      beta_2_decay: this.beta2Decay,
      epsilon_1: this.epsilon1,
      epsilon_2: this.epsilon2,
      clip_threshold: this.clipThreshold,
      relative_step: this.relativeStep,
    };
  }
}
