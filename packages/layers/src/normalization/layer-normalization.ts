import { fusedLayerNorm, toFloat, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { knownSize, normalizeAxis, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';
import type { ScaleAndCenterOptions } from './batch-normalization.js';

export interface LayerNormalizationOptions extends LayerOptions, ScaleAndCenterOptions {
  /** Axis, or axes, over which a sample is normalized. Default: -1. */
  axis?: number | number[];
  /** Added to the variance. Default: 0.001. */
  epsilon?: number;
  /** Divide by the standard deviation only, without taking off the mean or adding beta. Default: false. */
  rmsScaling?: boolean;
}

/**
 * Normalizes each sample over its features: `gamma (x - mean) / √(variance + epsilon) + beta`.
 *
 * Input of any shape, output the same. Weights: gamma and beta, of the sizes of the axes.
 *
 * @throws ShapeError when the input has no such axis, or a size that is not known
 * @example layerNormalization({ epsilon: 1e-6 })
 * @see Ba et al., "Layer normalization" (2016)
 */
export class LayerNormalization extends Layer {
  static override readonly className = 'LayerNormalization';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'axis',
    'epsilon',
    'center',
    'scale',
    'rmsScaling',
    ...weightOptionKeys('beta', 'gamma'),
  ];

  readonly axis: number | number[];
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly rmsScaling: boolean;
  readonly gammaSettings: WeightSettings;
  readonly betaSettings: WeightSettings;
  gamma: Variable | null = null;
  beta: Variable | null = null;

  constructor(options: LayerNormalizationOptions = {}) {
    super(options);
    this.axis = options.axis ?? -1;
    this.epsilon = options.epsilon ?? 1e-3;
    this.center = options.center ?? true;
    this.scale = options.scale ?? true;
    this.rmsScaling = options.rmsScaling ?? false;
    this.gammaSettings = new WeightSettings('gamma', options, 'ones');
    this.betaSettings = new WeightSettings('beta', options, 'zeros');
    this.supportsMasking = true;
  }

  private axes(rank: number): number[] {
    const axes = [this.axis].flat().map((axis) => normalizeAxis(this.name, axis, rank));
    return axes.sort((a, b) => a - b);
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const sizes = this.axes(shape.length).map((axis) => knownSize(this.name, shape, axis));
    if (this.scale || this.rmsScaling)
      this.gamma = this.addWeight(this.gammaSettings.weight(sizes));
    if (this.center && !this.rmsScaling)
      this.beta = this.addWeight(this.betaSettings.weight(sizes));
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toFloat(inputs);
    const axes = this.axes(x.rank);
    if (this.gamma && this.beta && axes.length === 1 && axes[0] === x.rank - 1) {
      const y = fusedLayerNorm(x, this.gamma.read(), this.beta.read(), this.epsilon);
      if (y) return y;
    }
    const wide = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
    const { mean, variance } = tf.moments(x, axes, true);
    let factor = tf.rsqrt(tf.add(variance, this.epsilon));
    if (this.gamma) factor = tf.mul(factor, tf.reshape(this.gamma.read(), wide));
    const scaled = tf.mul(this.rmsScaling ? x : tf.sub(x, mean), factor);
    return this.beta ? tf.add(scaled, tf.reshape(this.beta.read(), wide)) : scaled;
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    this.axes(oneShape(this.name, inputShape).length);
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: this.axis,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      rms_scaling: this.rmsScaling,
      ...this.betaSettings.getConfig(),
      ...this.gammaSettings.getConfig(),
    };
  }
}

registerBuiltInLayer(LayerNormalization);

/** @see LayerNormalization */
export function layerNormalization(options: LayerNormalizationOptions = {}): LayerNormalization {
  return new LayerNormalization(options);
}
