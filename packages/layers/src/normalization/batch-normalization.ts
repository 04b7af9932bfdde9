import {
  epsilon as fuzz,
  fusedBatchNorm,
  fusedNormalize,
  ShapeError,
  toFloat,
  type Variable,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { ConstraintIdentifier } from '../constraints/index.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';
import {
  getInitializer,
  serializeInitializer,
  type Initializer,
  type InitializerIdentifier,
} from '../initializers/index.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { knownSize, normalizeAxis, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';

/** Options about the factor and offset that follow a normalization. */
export interface ScaleAndCenterOptions {
  /** Whether the offset beta is added. Default: true. */
  center?: boolean;
  /** Whether there is a factor gamma. Default: true. */
  scale?: boolean;
  /** Default: `zeros`. */
  betaInitializer?: InitializerIdentifier;
  /** Default: `ones`. */
  gammaInitializer?: InitializerIdentifier;
  betaRegularizer?: RegularizerIdentifier;
  gammaRegularizer?: RegularizerIdentifier;
  betaConstraint?: ConstraintIdentifier;
  gammaConstraint?: ConstraintIdentifier;
}

export interface BatchNormalizationOptions extends LayerOptions, ScaleAndCenterOptions {
  /** Axis of the features, which keep a mean each. Default: -1. */
  axis?: number;
  /** Share of the old value in the moving mean and variance. Default: 0.99. */
  momentum?: number;
  /** Added to the variance. Default: 0.001. */
  epsilon?: number;
  /** Default: `zeros`. */
  movingMeanInitializer?: InitializerIdentifier;
  /** Default: `ones`. */
  movingVarianceInitializer?: InitializerIdentifier;
}

/**
 * Normalizes each feature over the batch: `gamma (x - mean) / √(variance + epsilon) + beta`.
 *
 * In training (and only while `trainable`), mean and (biased) variance are those of the batch, and
 * the moving ones follow: `moving = momentum * moving + (1 - momentum) * batch`. In inference the
 * moving ones are used. Steps that a mask hides do not count.
 *
 * Input of any shape, output the same. Weights: gamma, beta, moving_mean, moving_variance, each
 * of the size of `axis`.
 *
 * @throws ShapeError when the input has no such axis, or a size that is not known
 * @example batchNormalization({ momentum: 0.9 })
 * @see Ioffe and Szegedy, "Batch normalization" (2015)
 */
export class BatchNormalization extends Layer {
  static override readonly className = 'BatchNormalization';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'axis',
    'momentum',
    'epsilon',
    'center',
    'scale',
    ...weightOptionKeys('beta', 'gamma'),
    'movingMeanInitializer',
    'movingVarianceInitializer',
  ];

  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly gammaSettings: WeightSettings;
  readonly betaSettings: WeightSettings;
  readonly movingMeanInitializer: Initializer;
  readonly movingVarianceInitializer: Initializer;
  gamma: Variable | null = null;
  beta: Variable | null = null;
  movingMean!: Variable;
  movingVariance!: Variable;

  constructor(options: BatchNormalizationOptions = {}) {
    super(options);
    // Keras writes a list of one axis in some versions
    const axis: unknown = options.axis ?? -1;
    this.axis = (Array.isArray(axis) ? axis[0] : axis) as number;
    this.momentum = options.momentum ?? 0.99;
    this.epsilon = options.epsilon ?? 1e-3;
    this.center = options.center ?? true;
    this.scale = options.scale ?? true;
    this.gammaSettings = new WeightSettings('gamma', options, 'ones');
    this.betaSettings = new WeightSettings('beta', options, 'zeros');
    this.movingMeanInitializer = getInitializer(options.movingMeanInitializer ?? 'zeros');
    this.movingVarianceInitializer = getInitializer(options.movingVarianceInitializer ?? 'ones');
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const axis = normalizeAxis(this.name, this.axis, shape.length);
    const size = [knownSize(this.name, shape, axis)];
    if (this.scale) this.gamma = this.addWeight(this.gammaSettings.weight(size));
    if (this.center) this.beta = this.addWeight(this.betaSettings.weight(size));
    this.movingMean = this.addWeight({
      name: 'moving_mean',
      shape: size,
      initializer: this.movingMeanInitializer,
      trainable: false,
    });
    this.movingVariance = this.addWeight({
      name: 'moving_variance',
      shape: size,
      initializer: this.movingVarianceInitializer,
      trainable: false,
    });
    this.inputSpec = [new InputSpec({ ndim: shape.length, axes: { [axis]: size[0]! } })];
  }

  override call(inputs: tf.Tensor, { training, mask }: CallArgs): tf.Tensor {
    const x = toFloat(inputs);
    const axis = normalizeAxis(this.name, this.axis, x.rank);
    const hidden = Array.isArray(mask) ? mask[0] : mask;
    const learns = Boolean(training) && this.trainable;
    if (axis === x.rank - 1 && !(learns && hidden)) {
      const y = this.fused(x, learns);
      if (y) return y;
    }
    // along the features, and 1 elsewhere
    const wide = x.shape.map((size, i) => (i === axis ? size : 1));
    let mean = tf.reshape(this.movingMean.read(), wide);
    let variance = tf.reshape(this.movingVariance.read(), wide);
    if (learns) {
      [mean, variance] = this.momentsOf(x, axis, hidden);
      this.follow(this.movingMean, mean);
      this.follow(this.movingVariance, variance);
    }
    let factor = tf.rsqrt(tf.add(variance, this.epsilon));
    if (this.gamma) factor = tf.mul(factor, tf.reshape(this.gamma.read(), wide));
    let offset = tf.neg(tf.mul(mean, factor));
    if (this.beta) offset = tf.add(offset, tf.reshape(this.beta.read(), wide));
    return tf.add(tf.mul(x, factor), offset);
  }

  /** One kernel for all of it, where the backend has it. */
  private fused(x: tf.Tensor, learns: boolean): tf.Tensor | undefined {
    const size = [x.shape.at(-1)!];
    const gamma = this.gamma?.read() ?? tf.ones(size);
    const beta = this.beta?.read() ?? tf.zeros(size);
    if (!learns) {
      const [mean, variance] = [this.movingMean.read(), this.movingVariance.read()];
      return fusedNormalize(x, { gamma, beta, mean, variance }, this.epsilon);
    }
    const result = fusedBatchNorm(x, gamma, beta, this.epsilon);
    if (!result) return undefined;
    this.follow(this.movingMean, result.mean);
    this.follow(this.movingVariance, result.variance);
    return result.y;
  }

  /** Mean and biased variance over all axes but the features'. */
  private momentsOf(
    x: tf.Tensor,
    axis: number,
    mask: tf.Tensor | null | undefined,
  ): [mean: tf.Tensor, variance: tf.Tensor] {
    const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
    if (!mask) {
      const { mean, variance } = tf.moments(x, others, true);
      return [mean, variance];
    }
    if (mask.rank !== x.rank - 1) {
      throw new ShapeError(
        `Layer ${this.name}: the mask must have one dimension less than the input; received [${mask.shape.join(', ')}] for [${x.shape.join(', ')}].`,
      );
    }
    const counts = tf.broadcastTo(tf.expandDims(toFloat(mask), -1), x.shape);
    const total = tf.add(tf.sum(counts, others, true), fuzz());
    const mean = tf.div(tf.sum(tf.mul(x, counts), others, true), total);
    const squares = tf.mul(tf.square(tf.sub(x, mean)), counts);
    return [mean, tf.div(tf.sum(squares, others, true), total)];
  }

  private follow(moving: Variable, batch: tf.Tensor): void {
    const old = tf.mul(moving.read(), this.momentum);
    moving.assign(tf.add(old, tf.mul(tf.reshape(batch, moving.shape), 1 - this.momentum)));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    normalizeAxis(this.name, this.axis, oneShape(this.name, inputShape).length);
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: this.axis,
      momentum: this.momentum,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      ...this.betaSettings.getConfig(),
      ...this.gammaSettings.getConfig(),
      moving_mean_initializer: serializeInitializer(this.movingMeanInitializer),
      moving_variance_initializer: serializeInitializer(this.movingVarianceInitializer),
    };
  }
}

registerBuiltInLayer(BatchNormalization);

/** @see BatchNormalization */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(options);
}
