import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { IndexLookup, type IndexLookupOptions } from './index-lookup.js';

/** `oovToken` is `[UNK]` by default. */
export type StringLookupOptions = Omit<IndexLookupOptions<string>, 'oovMethod'>;

/**
 * Words, or other texts, as whole numbers: by a vocabulary that is given or learned with `adapt`.
 *
 * Input: strings of any shape; output: int32 of the same shape, or rows as `outputMode` says. It
 * reads its input, so it belongs into the data's pipeline or at the front of a model.
 *
 * @example
 * const lookup = stringLookup();
 * await lookup.adapt([['a', 'b'], ['b']]);
 * lookup.apply(tf.tensor(['b', 'a', 'z'])); // [1, 2, 0]
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/string_lookup/
 */
export class StringLookup extends IndexLookup<string> {
  static override readonly className = 'StringLookup';

  constructor(options: StringLookupOptions = {}) {
    super('StringLookup', options, '[UNK]');
  }

  override computeOutputDType(): tf.DataType {
    return this.invert ? 'string' : this.outputMode === 'int' ? 'int32' : 'float32';
  }

  protected override tokenTensor(tokens: (string | null)[], shape: number[]): tf.Tensor {
    return tf.tensor(
      tokens.map((token) => token ?? ''),
      shape,
      'string',
    );
  }

  protected override parseToken(text: string): string {
    return text;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), encoding: 'utf-8' };
  }
}

registerBuiltInLayer(StringLookup);

/** @see StringLookup */
export function stringLookup(options?: StringLookupOptions): StringLookup {
  return new StringLookup(options);
}
