import * as tf from '@tensorflow/tfjs-core';

import { biasCorrection, movingAverage } from './moments.js';
import { Optimizer } from './optimizer.js';
import type { OptimizerOptions } from './options.js';
import type { Target } from './target.js';

export interface MuonOptions extends OptimizerOptions {
  /** beta1 of Adam, for variables that are no matrices. Default: 0.9. */
  adamBeta1?: number;
  /** beta2 of Adam, for variables that are no matrices. Default: 0.999. */
  adamBeta2?: number;
  /** Weight decay of variables that are no matrices. Default: 0.004. */
  adamWeightDecay?: number | null;
  /** Keeps Adam's divisor above zero. Default: 1e-7. */
  epsilon?: number;
  /** Patterns of paths whose variables Adam takes. Default: none. */
  excludeLayers?: string[] | null;
  /** Whether Adam takes variables with "embedding" in their path. Default: true. */
  excludeEmbeddings?: boolean;
  /** Coefficients of the Newton-Schulz iteration. Defaults: 3.4445, -4.775, 2.0315. */
  muonA?: number;
  muonB?: number;
  muonC?: number;
  /** Adam's learning rate relative to Muon's. Default: 1. */
  adamLrRatio?: number;
  /** How much of the momentum stays at each step. Default: 0.95. */
  momentum?: number;
  /** Newton-Schulz iterations. Default: 5. */
  nsSteps?: number;
  /** Whether to look ahead. Default: true. */
  nesterov?: boolean;
  /** Scale of a step, times the root of the longer side; null for none. Default: 0.2. */
  rmsRate?: number | null;
}

/**
 * For matrices, steps along the momentum with all its singular values brought near 1; for the rest,
 * AdamW (Jordan et al., "Muon: an optimizer for hidden layers", 2024; Liu et al., "Muon is scalable
 * for LLM training", 2025). Defaults: rate 0.001, weight decay 0.004.
 *
 * @see https://keras.io/api/optimizers/muon/
 */
export class Muon extends Optimizer {
  static override readonly className = 'Muon';

  private readonly options: Required<Omit<MuonOptions, keyof OptimizerOptions>>;
  private adamRate!: tf.Tensor;

  constructor(options: MuonOptions = {}) {
    const defaults = {
      adamBeta1: 0.9,
      adamBeta2: 0.999,
      adamWeightDecay: 0.004 as number | null,
      epsilon: 1e-7,
      excludeLayers: [] as string[] | null,
      excludeEmbeddings: true,
      muonA: 3.4445,
      muonB: -4.775,
      muonC: 2.0315,
      adamLrRatio: 1,
      momentum: 0.95,
      nsSteps: 5,
      nesterov: true,
      rmsRate: 0.2 as number | null,
    };
    const weightDecay = options.weightDecay === undefined ? 0.004 : options.weightDecay;
    super({ ...options, weightDecay }, 0.001, Object.keys(defaults));
    const given = Object.entries(options).filter(
      ([key, value]) => key in defaults && value !== undefined,
    );
    this.options = { ...defaults, ...(Object.fromEntries(given) as Partial<typeof defaults>) };
  }

  private isForAdam(target: Target): boolean {
    const path = target.path;
    return (
      target.shape.length !== 2 ||
      (this.options.excludeEmbeddings && path.toLowerCase().includes('embedding')) ||
      (this.options.excludeLayers ?? []).some((pattern) => new RegExp(pattern).test(path))
    );
  }

  protected override buildSlots(): void {
    for (const target of this.targets) {
      this.addSlot('momentum', target, tf.zeros(target.shape));
      if (this.isForAdam(target)) this.addSlot('velocity', target, tf.zeros(target.shape));
    }
  }

  protected override weightDecayOf(target: Target): number | null {
    if (!this.usesWeightDecay(target)) return null;
    return this.isForAdam(target) ? this.options.adamWeightDecay : this.common.weightDecay;
  }

  protected override beginStep(learningRate: tf.Tensor): void {
    const { adamBeta1, adamBeta2, adamLrRatio } = this.options;
    const correction = tf.div(
      tf.sqrt(biasCorrection(adamBeta2, this.localStep)),
      biasCorrection(adamBeta1, this.localStep),
    );
    this.adamRate = tf.mul(tf.mul(learningRate, adamLrRatio), correction);
  }

  protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    if (this.hasSlot('velocity', variable)) this.adamStep(gradient, variable);
    else this.muonStep(gradient, variable, learningRate);
  }

  private adamStep(gradient: tf.Tensor, variable: Target): void {
    const { adamBeta1, adamBeta2, epsilon } = this.options;
    const momentum = this.slot('momentum', variable);
    const velocity = this.slot('velocity', variable);
    const m = movingAverage(momentum.read(), gradient, adamBeta1);
    const v = movingAverage(velocity.read(), tf.square(gradient), adamBeta2);
    const change = tf.div(tf.mul(m, this.adamRate), tf.add(tf.sqrt(v), epsilon));
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(momentum, m);
    this.assign(velocity, v);
  }

  private muonStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor): void {
    const { momentum, nesterov, rmsRate } = this.options;
    const slot = this.slot('momentum', variable);
    const m = tf.add(tf.mul(slot.read(), momentum), gradient);
    const direction = nesterov ? tf.add(gradient, tf.mul(m, momentum)) : m;
    const scale = rmsRate === null ? 1 : Math.sqrt(Math.max(...variable.shape)) * rmsRate;
    const change = tf.mul(
      this.orthogonalize(direction as tf.Tensor2D),
      tf.mul(learningRate, scale),
    );
    this.assign(variable, tf.sub(variable.val, change));
    this.assign(slot, m);
  }

  /** Brings all singular values near 1, by Newton-Schulz iterations x ← a x + (b A + c A²) x, A = x xᵀ. */
  private orthogonalize(matrix: tf.Tensor2D): tf.Tensor {
    const { muonA, muonB, muonC, nsSteps } = this.options;
    const tall = matrix.shape[0] > matrix.shape[1];
    const norm = tf.sqrt(tf.sum(tf.square(matrix)));
    let x = tf.div<tf.Tensor2D>(tall ? tf.transpose(matrix) : matrix, tf.add(norm, 1e-7));
    for (let i = 0; i < nsSteps; i++) {
      const a: tf.Tensor2D = tf.matMul(x, x, false, true);
      const polynomial = tf.add<tf.Tensor2D>(tf.mul(a, muonB), tf.mul(tf.matMul(a, a), muonC));
      x = tf.add(tf.mul(x, muonA), tf.matMul(polynomial, x));
    }
    return tall ? tf.transpose(x) : x;
  }

  override getConfig(): Record<string, unknown> {
    const { options } = this;
    return {
      ...super.getConfig(),
      adam_beta_1: options.adamBeta1,
      adam_beta_2: options.adamBeta2,
      epsilon: options.epsilon,
      exclude_layers: options.excludeLayers,
      muon_a: options.muonA,
      muon_b: options.muonB,
      muon_c: options.muonC,
      adam_lr_ratio: options.adamLrRatio,
      momentum: options.momentum,
      ns_steps: options.nsSteps,
      nesterov: options.nesterov,
      exclude_embeddings: options.excludeEmbeddings,
      adam_weight_decay: options.adamWeightDecay,
      rms_rate: options.rmsRate,
    };
  }
}
