import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { IndexLookup, type IndexLookupOptions } from './index-lookup.js';

/** `oovToken` is -1 by default. */
export type IntegerLookupOptions = IndexLookupOptions<number>;

/**
 * Whole numbers of any size as numbers from 0 on: by a vocabulary that is given or learned with
 * `adapt`.
 *
 * Input: int32 of any shape; output: int32 of the same shape, or rows as `outputMode` says. It
 * reads its input, so it belongs into the data's pipeline or at the front of a model.
 *
 * @example integerLookup({ vocabulary: [12, 36, 1138] }).apply(tf.tensor([36, 7])) // [2, 0]
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/integer_lookup/
 */
export class IntegerLookup extends IndexLookup<number> {
  static override readonly className = 'IntegerLookup';

  constructor(options: IntegerLookupOptions = {}) {
    super('IntegerLookup', options, -1);
  }

  override computeOutputDType(): tf.DataType {
    return this.outputMode === 'int' ? 'int32' : 'float32';
  }

  protected override tokenTensor(tokens: (number | null)[], shape: number[]): tf.Tensor {
    return tf.tensor(
      Int32Array.from(tokens, (token) => token ?? 0),
      shape,
      'int32',
    );
  }

  protected override parseToken(text: string): number {
    const number = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(number)) return number;
    throw new ValueError(
      `Layer ${this.name}: ${JSON.stringify(text)} in the vocabulary is no whole number.`,
    );
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), vocabulary_dtype: 'int64' };
  }
}

registerBuiltInLayer(IntegerLookup);

/** @see IntegerLookup */
export function integerLookup(options?: IntegerLookupOptions): IntegerLookup {
  return new IntegerLookup(options);
}
