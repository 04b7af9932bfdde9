import * as tf from '@tensorflow/tfjs-core';

import type { LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseMerge } from './base-merge.js';

/**
 * The product of the inputs. They broadcast: an axis of size 1 counts for all.
 *
 * Input: a list of tensors, output: one.
 *
 * @throws ValueError for fewer than two inputs
 * @throws ShapeError for shapes that do not go together
 * @example multiply().apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/multiply/
 */
export class Multiply extends BaseMerge {
  static override readonly className = 'Multiply';
  static override readonly optionKeys: readonly string[] = BaseMerge.optionKeys;

  protected override merge(inputs: tf.Tensor[]): tf.Tensor {
    return inputs.reduce((a, b) => tf.mul(a, b));
  }
}

registerBuiltInLayer(Multiply);

/** @see Multiply */
export function multiply(options: LayerOptions = {}): Multiply {
  return new Multiply(options);
}
