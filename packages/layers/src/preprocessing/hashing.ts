import { checkPositiveInteger } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import {
  checkOutputMode,
  encodedShape,
  encodeTensor,
  type OutputMode,
} from './category-encoding-modes.js';
import { checkSalt, hashBucket, type Salt } from './vocabulary.js';

export interface HashingOptions extends LayerOptions {
  /** How many numbers there are; the mask's is one of them. */
  numBins: number;
  /** What gets number 0, which nothing else gets then. Default: null, there is none. */
  maskValue?: string | number | null;
  /** Take SipHash with this salt instead of FarmHash. Default: null. */
  salt?: number | readonly number[] | null;
  /** Default: `int`. */
  outputMode?: Exclude<OutputMode, 'tf_idf'>;
}

const MODES = ['int', 'one_hot', 'multi_hot', 'count'] as const;

/**
 * Texts or whole numbers as numbers below `numBins`, by their hash: no vocabulary is needed, and
 * different inputs may share a number. The hash is TensorFlow's (FarmHash64, or SipHash with a
 * salt), so the numbers are Keras'.
 *
 * Input: strings or int32 of any shape; output: int32 of the same shape, or rows as `outputMode`
 * says. It reads its input, so it belongs into the data's pipeline or at the front of a model.
 *
 * @example hashing({ numBins: 3 }).apply(tf.tensor(['A', 'B', 'C', 'D', 'E'])) // [1, 0, 1, 1, 2]
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/hashing/
 */
export class Hashing extends Layer {
  static override readonly className = 'Hashing';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'numBins',
    'maskValue',
    'salt',
    'outputMode',
  ];

  readonly numBins: number;
  readonly maskValue: string | number | null;
  readonly salt: Salt | null;
  readonly outputMode: Exclude<OutputMode, 'tf_idf'>;

  constructor(options: HashingOptions) {
    const outputMode = checkOutputMode('Hashing', options.outputMode ?? 'int', MODES);
    super({ ...options, dtype: options.dtype ?? (outputMode === 'int' ? 'int32' : 'float32') });
    checkPositiveInteger('Hashing', 'numBins', options.numBins);
    this.numBins = options.numBins;
    this.maskValue = options.maskValue ?? null;
    this.salt = checkSalt('Hashing', options.salt);
    this.outputMode = outputMode;
  }

  private bin(value: string | number): number {
    const masked = this.maskValue !== null && this.numBins > 1;
    if (masked && value === this.maskValue) return 0;
    const text = typeof value === 'number' ? String(Math.trunc(value)) : value;
    return masked
      ? hashBucket(text, this.numBins - 1, this.salt) + 1
      : hashBucket(text, this.numBins, this.salt);
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const values = Array.from(inputs.dataSync()) as (string | number)[];
    const bins = Int32Array.from(values, (value) => this.bin(value));
    if (this.outputMode === 'int') return tf.tensor(bins, inputs.shape, 'int32');
    return encodeTensor(bins, inputs.shape, this.outputMode, this.numBins);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    return this.outputMode === 'int' ? shape : encodedShape(shape, this.outputMode, this.numBins);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      num_bins: this.numBins,
      salt: this.salt,
      mask_value: this.maskValue,
      output_mode: this.outputMode,
      sparse: false,
    };
  }
}

registerBuiltInLayer(Hashing);

/** @see Hashing */
export function hashing(options: HashingOptions): Hashing {
  return new Hashing(options);
}
