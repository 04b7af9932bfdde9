import { checkPositiveInteger } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes, SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';

export interface RepeatVectorOptions extends LayerOptions {
  /** How often. */
  n: number;
}

/**
 * A vector repeated as the steps of a sequence.
 *
 * Input (batch, features), output (batch, n, features).
 *
 * @example repeatVector({ n: 10 })
 * @see https://keras.io/api/layers/reshaping_layers/repeat_vector/
 */
export class RepeatVector extends Layer {
  static override readonly className = 'RepeatVector';
  static override readonly optionKeys = [...Layer.optionKeys, 'n'];

  readonly n: number;

  constructor(options: RepeatVectorOptions) {
    super(options);
    checkPositiveInteger('RepeatVector', 'n', options.n);
    this.n = options.n;
    this.inputSpec = [new InputSpec({ ndim: 2 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.tile(tf.expandDims(inputs, 1), [1, this.n, 1]);
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [batch, features] = oneShape(this.name, inputShape);
    return [batch ?? null, this.n, features ?? null];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), n: this.n };
  }
}

registerBuiltInLayer(RepeatVector);

/** @see RepeatVector */
export function repeatVector(options: RepeatVectorOptions): RepeatVector {
  return new RepeatVector(options);
}
