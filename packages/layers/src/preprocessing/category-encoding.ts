import { checkPositiveInteger, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { checkOutputMode, encodedShape } from './category-encoding-modes.js';

export interface CategoryEncodingOptions extends LayerOptions {
  /** How many categories there are: the inputs are from 0 to numTokens - 1. */
  numTokens: number;
  /** Default: `multi_hot`. */
  outputMode?: 'one_hot' | 'multi_hot' | 'count';
}

const MODES = ['one_hot', 'multi_hot', 'count'] as const;

/**
 * Whole numbers as rows of 0 and 1, or of counts: `one_hot`, one row for each number; `multi_hot`
 * and `count`, one for each sample.
 *
 * Input (batch, n) of whole numbers; output (batch, numTokens), or (batch, n, numTokens) for
 * `one_hot` with n above 1. `call` takes `countWeights` of the input's shape for `count`.
 *
 * @example categoryEncoding({ numTokens: 4 }).apply(tf.tensor2d([[0, 1], [3, 3]])) // [[1,1,0,0],[0,0,0,1]]
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/
 */
export class CategoryEncoding extends Layer {
  static override readonly className = 'CategoryEncoding';
  static override readonly optionKeys = [...Layer.optionKeys, 'numTokens', 'outputMode'];

  readonly numTokens: number;
  readonly outputMode: 'one_hot' | 'multi_hot' | 'count';

  constructor(options: CategoryEncodingOptions) {
    super(options);
    checkPositiveInteger('CategoryEncoding', 'numTokens', options.numTokens);
    this.numTokens = options.numTokens;
    this.outputMode = checkOutputMode('CategoryEncoding', options.outputMode ?? 'multi_hot', MODES);
  }

  override call(inputs: tf.Tensor, { countWeights }: CallArgs): tf.Tensor {
    if (countWeights !== undefined && this.outputMode !== 'count') {
      throw new ValueError(`Layer ${this.name}: countWeights belong to outputMode 'count'.`);
    }
    const { outputMode, numTokens } = this;
    const numbers = tf.cast(inputs, 'int32');
    if (outputMode === 'one_hot') {
      const shape = encodedShape(inputs.shape, 'one_hot', numTokens) as number[];
      return tf.cast(tf.reshape(tf.oneHot(numbers, numTokens), shape), 'float32');
    }
    const rows = tf.cast(tf.oneHot(numbers, numTokens), 'float32');
    if (outputMode === 'multi_hot') return tf.max(rows, -2);
    const weighted = countWeights
      ? tf.mul(rows, tf.expandDims(countWeights as tf.Tensor, -1))
      : rows;
    return tf.sum(weighted, -2);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return encodedShape(oneShape(this.name, inputShape), this.outputMode, this.numTokens);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), num_tokens: this.numTokens, output_mode: this.outputMode };
  }
}

registerBuiltInLayer(CategoryEncoding);

/** @see CategoryEncoding */
export function categoryEncoding(options: CategoryEncodingOptions): CategoryEncoding {
  return new CategoryEncoding(options);
}
