import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes, Tensors } from '../engine/types.js';
import { severalShapes } from './base-merge.js';

export interface CustomScaleLayerOptions extends LayerOptions {
  /** Factor of the second input. */
  scale: number;
}

/**
 * `x + scale · y`: a residual branch that counts less, as InceptionResNetV2 has them. The name is
 * Keras' own.
 *
 * Input: a list of two tensors of one shape, output: one.
 *
 * @throws ValueError for fewer than two inputs
 * @example customScaleLayer({ scale: 0.17 }).apply([x, branch])
 * @see Szegedy et al., "Inception-v4, Inception-ResNet and the impact of residual connections" (2016)
 */
export class CustomScaleLayer extends Layer {
  static override readonly className = 'CustomScaleLayer';
  static override readonly optionKeys = [...Layer.optionKeys, 'scale'];

  readonly scale: number;

  constructor(options: CustomScaleLayerOptions) {
    super(options);
    this.scale = options.scale;
  }

  override call(inputs: Tensors): tf.Tensor {
    const [x, y] = inputs as tf.Tensor[];
    return tf.add(x!, tf.mul(y!, this.scale));
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return severalShapes(this.name, inputShape, 2)[0]!;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), scale: this.scale };
  }
}

registerBuiltInLayer(CustomScaleLayer, 'keras.src.applications.inception_resnet_v2');

/** @see CustomScaleLayer */
export function customScaleLayer(options: CustomScaleLayerOptions): CustomScaleLayer {
  return new CustomScaleLayer(options);
}
