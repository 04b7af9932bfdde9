import { uniqueName } from '@ibexjs/core';
import type { DataType } from '@tensorflow/tfjs-core';

import type { Layer } from './layer.js';
import type { Shape } from './types.js';

/** Which call of which layer made a symbolic tensor. */
export interface KerasHistory {
  layer: Layer;
  /** Index in `layer.inboundNodes`. */
  nodeIndex: number;
  /** Which output of that call. */
  tensorIndex: number;
}

/**
 * A tensor without numbers: shape, type, and where it came from. Applying layers to symbolic
 * tensors draws the graph that a functional model runs. Keras calls it KerasTensor.
 */
export class SymbolicTensor {
  readonly shape: Shape;
  readonly dtype: DataType;
  readonly name: string;
  /** Set when a layer makes it. */
  history: KerasHistory | null = null;

  constructor(shape: Shape, dtype: DataType = 'float32', name = uniqueName('keras_tensor')) {
    this.shape = [...shape];
    this.dtype = dtype;
    this.name = name;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** The layer that made it (tfjs-layers' name for it). */
  get sourceLayer(): Layer | undefined {
    return this.history?.layer;
  }
}

/** True for a symbolic tensor, or a list that holds one. */
export function isSymbolic(value: unknown): value is SymbolicTensor | SymbolicTensor[] {
  if (value instanceof SymbolicTensor) return true;
  return Array.isArray(value) && value.some(isSymbolic);
}
