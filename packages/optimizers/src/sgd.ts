import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { fusedUpdate } from './fused.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface SGDOptions extends OptimizerOptions {
  /** How much of the last change goes into the next, in [0, 1]. Default: 0. */
  momentum?: number;
  /** Whether to look ahead (Nesterov). Default: false. */
  nesterov?: boolean;
}

/**
 * Gradient descent: w ← w - rate g. With momentum, m ← momentum m - rate g, and w ← w + m, or with
 * nesterov w ← w + momentum m - rate g. Default rate: 0.01.
 *
 * @see https://keras.io/api/optimizers/sgd/
 */
export class SGD extends Optimizer {
  static override readonly className = 'SGD';

  private readonly momentum: number;
  private readonly nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    super(options, 0.01, ['momentum', 'nesterov']);
    this.momentum = options.momentum ?? 0;
    this.nesterov = options.nesterov ?? false;
    if (!(this.momentum >= 0 && this.momentum <= 1)) {
      throw new ValueError(`SGD: option "momentum" must lie in [0, 1]; received ${this.momentum}.`);
    }
  }

  protected override buildSlots(): void {
    if (this.momentum !== 0) this.addSlots('momentum');
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    if (this.momentum === 0) {
      const inputs = { variable: variable.val, gradient, learningRate };
      const updated = fusedUpdate('IbexSgd', inputs, {})?.[0];
      this.assign(variable, updated ?? tf.sub(variable.val, tf.mul(gradient, learningRate)));
      return;
    }
    const { momentum, nesterov } = this;
    const m = this.slot('momentum', variable);
    const fused = fusedUpdate(
      'IbexSgdMomentum',
      { variable: variable.val, gradient, momentum: m.read(), learningRate },
      { momentum, nesterov },
    );
    if (fused) {
      this.assign(variable, fused[0]!);
      this.assign(m, fused[1]!);
      return;
    }
    const step = tf.mul(gradient, learningRate);
    const next = tf.sub(tf.mul(m.read(), momentum), step);
    const change = nesterov ? tf.sub(tf.mul(next, momentum), step) : next;
    this.assign(variable, tf.add(variable.val, change));
    this.assign(m, next);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), momentum: this.momentum, nesterov: this.nesterov };
  }
}
