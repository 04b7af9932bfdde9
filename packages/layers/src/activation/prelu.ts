import type { Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { ConstraintIdentifier } from '../constraints/index.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';

export interface PReLUOptions extends LayerOptions {
  /** Default: `zeros`. */
  alphaInitializer?: InitializerIdentifier;
  alphaRegularizer?: RegularizerIdentifier;
  alphaConstraint?: ConstraintIdentifier;
  /** Axes (the batch is 0) along which the slope is the same: [1, 2] for images. */
  sharedAxes?: number | number[] | null;
}

/**
 * `x` above 0, `alpha * x` below, with a slope that is learnt: alpha has a sample's shape, 1 along
 * the shared axes.
 *
 * @example prelu({ sharedAxes: [1, 2] })
 * @see He et al., "Delving deep into rectifiers" (2015)
 */
export class PReLU extends Layer {
  static override readonly className = 'PReLU';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    ...weightOptionKeys('alpha'),
    'sharedAxes',
  ];

  readonly alphaSettings: WeightSettings;
  readonly sharedAxes: number[] | null;
  alpha!: Variable;

  constructor(options: PReLUOptions = {}) {
    super(options);
    this.alphaSettings = new WeightSettings('alpha', options, 'zeros');
    const shared = options.sharedAxes ?? null;
    this.sharedAxes = typeof shared === 'number' ? [shared] : shared;
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const isShared = (axis: number) => this.sharedAxes?.includes(axis) ?? false;
    const sizes = shape
      .map((_, axis) => (axis === 0 || isShared(axis) ? 1 : knownSize(this.name, shape, axis)))
      .slice(1);
    this.alpha = this.addWeight(this.alphaSettings.weight(sizes));
    this.inputSpec = [new InputSpec({ ndim: shape.length })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const below = tf.mul(this.alpha.read(), tf.relu(tf.neg(inputs)));
    return tf.sub(tf.relu(inputs), below);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      ...this.alphaSettings.getConfig(),
      shared_axes: this.sharedAxes,
    };
  }
}

registerBuiltInLayer(PReLU);

/** @see PReLU */
export function prelu(options: PReLUOptions = {}): PReLU {
  return new PReLU(options);
}
