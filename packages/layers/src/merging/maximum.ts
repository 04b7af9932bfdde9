import * as tf from '@tensorflow/tfjs-core';

import type { LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseMerge } from './base-merge.js';

/**
 * The largest of the inputs, entry by entry. They broadcast: an axis of size 1 counts for all.
 *
 * Input: a list of tensors, output: one.
 *
 * @throws ValueError for fewer than two inputs
 * @throws ShapeError for shapes that do not go together
 * @example maximum().apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/maximum/
 */
export class Maximum extends BaseMerge {
  static override readonly className = 'Maximum';
  static override readonly optionKeys: readonly string[] = BaseMerge.optionKeys;

  protected override merge(inputs: tf.Tensor[]): tf.Tensor {
    return inputs.reduce((a, b) => tf.maximum(a, b));
  }
}

registerBuiltInLayer(Maximum);

/** @see Maximum */
export function maximum(options: LayerOptions = {}): Maximum {
  return new Maximum(options);
}
