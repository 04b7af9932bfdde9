import * as tf from '@tensorflow/tfjs-core';

import type { LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseMerge } from './base-merge.js';

/**
 * The mean of the inputs. They broadcast: an axis of size 1 counts for all.
 *
 * Input: a list of tensors, output: one.
 *
 * @throws ValueError for fewer than two inputs
 * @throws ShapeError for shapes that do not go together
 * @example average().apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/average/
 */
export class Average extends BaseMerge {
  static override readonly className = 'Average';
  static override readonly optionKeys: readonly string[] = BaseMerge.optionKeys;

  protected override merge(inputs: tf.Tensor[]): tf.Tensor {
    const sum = inputs.reduce((a, b) => tf.add(a, b));
    return tf.div(sum, inputs.length);
  }
}

registerBuiltInLayer(Average);

/** @see Average */
export function average(options: LayerOptions = {}): Average {
  return new Average(options);
}
