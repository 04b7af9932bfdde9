import * as tf from '@tensorflow/tfjs-core';

import { softmax as softmaxOf } from '../activations/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';

/** Stands for -∞ at masked places, without NaN where all are masked. */
const LARGE_NEGATIVE = -1e9;

export interface SoftmaxOptions extends LayerOptions {
  /** Axis, or axes, over which the values sum to 1. Default: -1. */
  axis?: number | number[];
}

/**
 * `exp(x) / sum(exp(x))` along an axis. A mask of the input's shape (or one that broadcasts to it)
 * leaves out entries: they become 0.
 *
 * @example softmax({ axis: -1 })
 * @see https://keras.io/api/layers/activation_layers/softmax/
 */
export class Softmax extends Layer {
  static override readonly className = 'Softmax';
  static override readonly optionKeys = [...Layer.optionKeys, 'axis'];

  readonly axis: number | number[];

  constructor(options: SoftmaxOptions = {}) {
    super(options);
    this.axis = options.axis ?? -1;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor, { mask }: CallArgs): tf.Tensor {
    const kept = Array.isArray(mask) ? mask[0] : mask;
    if (!kept) return this.normalize(inputs);
    const whole = tf.broadcastTo(tf.cast(kept, 'bool'), inputs.shape);
    const y = this.normalize(tf.where(whole, inputs, tf.fill(inputs.shape, LARGE_NEGATIVE)));
    return tf.where(whole, y, tf.zerosLike(y));
  }

  private normalize(x: tf.Tensor): tf.Tensor {
    if (typeof this.axis === 'number') return softmaxOf(x, { axis: this.axis });
    if (this.axis.length === 1) return softmaxOf(x, { axis: this.axis[0]! });
    return tf.exp(tf.sub(x, tf.logSumExp(x, this.axis, true)));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

registerBuiltInLayer(Softmax);

/** @see Softmax */
export function softmax(options: SoftmaxOptions = {}): Softmax {
  return new Softmax(options);
}
