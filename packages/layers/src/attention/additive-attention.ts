import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { knownSize } from '../shapes.js';
import { BaseAttention, type BaseAttentionOptions } from './base-attention.js';

/**
 * Additive attention (Bahdanau): the mean of the values weighted by
 * softmax(sum(scale · tanh(query + key))).
 *
 * Inputs: [query (batch, T, d), value (batch, S, d)] or with a key (batch, S, d); output (batch, T,
 * size of the values). Weight: scale [d], unless `useScale` is false.
 *
 * @throws ShapeError for inputs that are not two or three sequences
 * @example additiveAttention().apply([query, value])
 * @see Bahdanau et al., "Neural machine translation by jointly learning to align and translate" (2015)
 */
export class AdditiveAttention extends BaseAttention {
  static override readonly className = 'AdditiveAttention';
  static override readonly optionKeys: readonly string[] = BaseAttention.optionKeys;

  /** Here `useScale` is true by default. */
  constructor(options: BaseAttentionOptions = {}) {
    super({ ...options, useScale: options.useScale ?? true });
  }

  override build(inputShape: Shapes): void {
    const [query] = this.shapesOf(inputShape);
    if (!this.useScale) return;
    this.scale = this.addWeight({
      name: 'scale',
      shape: [knownSize(this.name, query, 2)],
      initializer: 'glorotUniform',
    });
  }

  protected override scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const sums = tf.tanh(tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1)));
    return tf.sum(this.scale ? tf.mul(sums, this.scale.read()) : sums, 3);
  }
}

registerBuiltInLayer(AdditiveAttention);

/** @see AdditiveAttention */
export function additiveAttention(options: BaseAttentionOptions = {}): AdditiveAttention {
  return new AdditiveAttention(options);
}
