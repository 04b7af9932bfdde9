import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes, SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';

export interface PermuteOptions extends LayerOptions {
  /** Order of the axes of a sample, counted from 1: [2, 1] swaps two. */
  dims: number[];
}

/**
 * Axes in another order; the batch stays first.
 *
 * @throws ValueError unless `dims` holds 1 to n once each
 * @example permute({ dims: [2, 1] })
 * @see https://keras.io/api/layers/reshaping_layers/permute/
 */
export class Permute extends Layer {
  static override readonly className = 'Permute';
  static override readonly optionKeys = [...Layer.optionKeys, 'dims'];

  readonly dims: number[];

  constructor(options: PermuteOptions) {
    super(options);
    const { dims } = options;
    const sorted = Array.isArray(dims) ? [...dims].sort((a, b) => a - b) : [];
    if (sorted.length === 0 || !sorted.every((axis, i) => axis === i + 1)) {
      throw new ValueError(
        `Permute: dims must hold the numbers 1 to n in some order; received ${JSON.stringify(dims)}.`,
      );
    }
    this.dims = [...dims];
    this.inputSpec = [new InputSpec({ ndim: dims.length + 1 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.transpose(inputs, [0, ...this.dims]);
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    return [shape[0] ?? null, ...this.dims.map((axis) => shape[axis] ?? null)];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), dims: this.dims };
  }
}

registerBuiltInLayer(Permute);

/** @see Permute */
export function permute(options: PermuteOptions): Permute {
  return new Permute(options);
}
