import { toFloat, ValueError, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { knownSize, normalizeAxis, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';
import type { ScaleAndCenterOptions } from './batch-normalization.js';

export interface GroupNormalizationOptions extends LayerOptions, ScaleAndCenterOptions {
  /** How many groups the channels are cut into; -1 makes each channel one. Default: 32. */
  groups?: number;
  /** Axis of the channels. Default: -1. */
  axis?: number;
  /** Added to the variance. Default: 0.001. */
  epsilon?: number;
}

/**
 * Normalizes each sample over the positions and channels of a group:
 * `gamma (x - mean) / √(variance + epsilon) + beta`.
 *
 * Input of any shape, output the same. Weights: gamma and beta, one number for each channel.
 *
 * @throws ValueError when the channels cannot be cut into the groups
 * @example groupNormalization({ groups: 8 })
 * @see Wu and He, "Group normalization" (2018)
 */
export class GroupNormalization extends Layer {
  static override readonly className = 'GroupNormalization';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'groups',
    'axis',
    'epsilon',
    'center',
    'scale',
    ...weightOptionKeys('beta', 'gamma'),
  ];

  /** -1 until the layer is built, when every channel is a group. */
  groups: number;
  readonly axis: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly gammaSettings: WeightSettings;
  readonly betaSettings: WeightSettings;
  gamma: Variable | null = null;
  beta: Variable | null = null;

  constructor(options: GroupNormalizationOptions = {}) {
    super(options);
    this.groups = options.groups ?? 32;
    this.axis = options.axis ?? -1;
    this.epsilon = options.epsilon ?? 1e-3;
    this.center = options.center ?? true;
    this.scale = options.scale ?? true;
    this.gammaSettings = new WeightSettings('gamma', options, 'ones');
    this.betaSettings = new WeightSettings('beta', options, 'zeros');
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const axis = normalizeAxis(this.name, this.axis, shape.length);
    const channels = knownSize(this.name, shape, axis);
    if (this.groups === -1) this.groups = channels;
    if (channels % this.groups !== 0) {
      throw new ValueError(
        `Layer ${this.name}: ${channels} channels cannot be cut into ${this.groups} groups.`,
      );
    }
    if (this.scale) this.gamma = this.addWeight(this.gammaSettings.weight([channels]));
    if (this.center) this.beta = this.addWeight(this.betaSettings.weight([channels]));
    this.inputSpec = [new InputSpec({ ndim: shape.length, axes: { [axis]: channels } })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toFloat(inputs);
    const axis = normalizeAxis(this.name, this.axis, x.rank);
    const perGroup = x.shape[axis]! / this.groups;
    /** The channels' axis as two: groups, and channels of each. */
    const grouped = (shape: number[]) => [
      ...shape.slice(0, axis),
      this.groups,
      perGroup,
      ...shape.slice(axis + 1),
    ];
    const wide = grouped(x.shape.map(() => 1));
    const parts = tf.reshape(x, grouped(x.shape));
    const axes = parts.shape.map((_, i) => i).filter((i) => i !== 0 && i !== axis);
    const { mean, variance } = tf.moments(parts, axes, true);
    let factor = tf.rsqrt(tf.add(variance, this.epsilon));
    if (this.gamma) factor = tf.mul(factor, tf.reshape(this.gamma.read(), wide));
    const scaled = tf.mul(tf.sub(parts, mean), factor);
    const y = this.beta ? tf.add(scaled, tf.reshape(this.beta.read(), wide)) : scaled;
    return tf.reshape(y, x.shape);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    normalizeAxis(this.name, this.axis, oneShape(this.name, inputShape).length);
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      groups: this.groups,
      axis: this.axis,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      ...this.betaSettings.getConfig(),
      ...this.gammaSettings.getConfig(),
    };
  }
}

registerBuiltInLayer(GroupNormalization);

/** @see GroupNormalization */
export function groupNormalization(options: GroupNormalizationOptions = {}): GroupNormalization {
  return new GroupNormalization(options);
}
