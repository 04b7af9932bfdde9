import * as tf from '@tensorflow/tfjs-core';

import {
  readDataFormat,
  toChannelsLast,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes, SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';

export interface FlattenOptions extends LayerOptions {
  /** With `channelsFirst` the channels go to the end first. Default: the configured one. */
  dataFormat?: DataFormatOption | null;
}

/**
 * Every sample as one vector.
 *
 * Input (batch, …), output (batch, product of the rest).
 *
 * @example flatten()
 * @see https://keras.io/api/layers/reshaping_layers/flatten/
 */
export class Flatten extends Layer {
  static override readonly className = 'Flatten';
  static override readonly optionKeys = [...Layer.optionKeys, 'dataFormat'];

  readonly dataFormat: DataFormat;

  constructor(options: FlattenOptions = {}) {
    super(options);
    this.dataFormat = readDataFormat('Flatten', options.dataFormat);
    this.inputSpec = [new InputSpec({ minNDim: 1 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const moved = inputs.rank > 2 ? toChannelsLast(inputs, this.dataFormat) : inputs;
    return tf.reshape(moved, [inputs.shape[0], tf.util.sizeFromShape(inputs.shape.slice(1))]);
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const size = shape.slice(1).reduce((a, b) => (a === null || b === null ? null : a * b), 1);
    return [shape[0] ?? null, size];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

registerBuiltInLayer(Flatten);

/** @see Flatten */
export function flatten(options: FlattenOptions = {}): Flatten {
  return new Flatten(options);
}
