import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { BaseMerge } from './base-merge.js';

/**
 * The first of two inputs less the second. They broadcast: an axis of size 1 counts for all.
 *
 * Input: a list of tensors, output: one.
 *
 * @throws ValueError for another number of inputs than two
 * @throws ShapeError for shapes that do not go together
 * @example subtract().apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/subtract/
 */
export class Subtract extends BaseMerge {
  static override readonly className = 'Subtract';
  static override readonly optionKeys: readonly string[] = BaseMerge.optionKeys;

  override build(inputShape: Shapes): void {
    super.build(inputShape);
    if (inputShape.length !== 2) {
      throw new ValueError(
        `Layer ${this.name} takes exactly 2 inputs; received ${inputShape.length}.`,
      );
    }
  }

  protected override merge(inputs: tf.Tensor[]): tf.Tensor {
    const [a, b] = inputs as [tf.Tensor, tf.Tensor];
    return tf.sub(a, b);
  }
}

registerBuiltInLayer(Subtract);

/** @see Subtract */
export function subtract(options: LayerOptions = {}): Subtract {
  return new Subtract(options);
}
