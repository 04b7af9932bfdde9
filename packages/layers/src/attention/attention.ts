import { ValueError, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { BaseAttention, type BaseAttentionOptions } from './base-attention.js';

export interface AttentionOptions extends BaseAttentionOptions {
  /** `dot`: query · key; `concat`: the sum of tanh(query + key). Default: `dot`. */
  scoreMode?: 'dot' | 'concat';
}

/**
 * Attention by dot products (Luong): the mean of the values weighted by softmax(query · key).
 *
 * Inputs: [query (batch, T, d), value (batch, S, v)] or with a key (batch, S, d); output (batch, T,
 * v). A mask of the values hides them, one of the query gives 0. Weights: scale (with `useScale`),
 * concat_score_weight (with scoreMode 'concat'), a number each.
 *
 * @throws ValueError for an unknown score mode
 * @throws ShapeError for inputs that are not two or three sequences
 * @example attention().apply([query, value])
 * @see Luong et al., "Effective approaches to attention-based neural machine translation" (2015)
 */
export class Attention extends BaseAttention {
  static override readonly className = 'Attention';
  static override readonly optionKeys = [...BaseAttention.optionKeys, 'scoreMode'];

  readonly scoreMode: 'dot' | 'concat';
  concatScoreWeight: Variable | null = null;

  constructor(options: AttentionOptions = {}) {
    super(options);
    this.scoreMode = options.scoreMode ?? 'dot';
    if (this.scoreMode !== 'dot' && this.scoreMode !== 'concat') {
      throw new ValueError(
        `Attention: option "scoreMode" must be 'dot' or 'concat'; received ${JSON.stringify(this.scoreMode)}.`,
      );
    }
  }

  override build(inputShape: Shapes): void {
    this.shapesOf(inputShape);
    const number = (name: string) => this.addWeight({ name, shape: [], initializer: 'ones' });
    if (this.useScale) this.scale = number('scale');
    if (this.scoreMode === 'concat') this.concatScoreWeight = number('concat_score_weight');
  }

  protected override scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    if (!this.concatScoreWeight) {
      const products = tf.matMul(query, key, false, true);
      return this.scale ? tf.mul(products, this.scale.read()) : products;
    }
    const sums = tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1));
    const scaled = this.scale ? tf.mul(sums, this.scale.read()) : sums;
    return tf.mul(tf.sum(tf.tanh(scaled), 3), this.concatScoreWeight.read());
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), score_mode: this.scoreMode };
  }
}

registerBuiltInLayer(Attention);

/** @see Attention */
export function attention(options: AttentionOptions = {}): Attention {
  return new Attention(options);
}
