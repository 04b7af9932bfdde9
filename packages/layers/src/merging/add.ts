import * as tf from '@tensorflow/tfjs-core';

import type { LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseMerge } from './base-merge.js';

/**
 * The sum of the inputs. They broadcast: an axis of size 1 counts for all.
 *
 * Input: a list of tensors, output: one.
 *
 * @throws ValueError for fewer than two inputs
 * @throws ShapeError for shapes that do not go together
 * @example add().apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/add/
 */
export class Add extends BaseMerge {
  static override readonly className = 'Add';
  static override readonly optionKeys: readonly string[] = BaseMerge.optionKeys;

  protected override merge(inputs: tf.Tensor[]): tf.Tensor {
    return inputs.reduce((a, b) => tf.add(a, b));
  }
}

registerBuiltInLayer(Add);

/** @see Add */
export function add(options: LayerOptions = {}): Add {
  return new Add(options);
}
