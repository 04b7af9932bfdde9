import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { L1L2 } from '../regularizers/index.js';

export interface ActivityRegularizationOptions extends Omit<LayerOptions, 'activityRegularizer'> {
  /** Factor on the sum of absolute values. Default: 0. */
  l1?: number;
  /** Factor on the sum of squares. Default: 0. */
  l2?: number;
}

/**
 * Gives its input unchanged and adds a penalty on it to the loss, divided by the batch size.
 *
 * @throws ValueError for a negative factor
 * @example activityRegularization({ l1: 0.01 })
 * @see https://keras.io/api/layers/regularization_layers/activity_regularization/
 */
export class ActivityRegularization extends Layer {
  static override readonly className = 'ActivityRegularization';
  static override readonly optionKeys = [
    ...Layer.optionKeys.filter((key) => key !== 'activityRegularizer'),
    'l1',
    'l2',
  ];

  readonly l1: number;
  readonly l2: number;
  private readonly penalty: L1L2;

  constructor(options: ActivityRegularizationOptions = {}) {
    super(options);
    this.l1 = options.l1 ?? 0;
    this.l2 = options.l2 ?? 0;
    this.penalty = new L1L2({ l1: this.l1, l2: this.l2 });
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const batch = inputs.shape[0] ?? 1;
    this.addLoss(tf.div(this.penalty.apply(inputs), batch));
    return inputs;
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), l1: this.l1, l2: this.l2 };
  }
}

registerBuiltInLayer(ActivityRegularization);

/** @see ActivityRegularization */
export function activityRegularization(
  options: ActivityRegularizationOptions = {},
): ActivityRegularization {
  return new ActivityRegularization(options);
}
