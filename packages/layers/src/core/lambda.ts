import { ValueError } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Masks, Shapes, Tensors } from '../engine/types.js';

export interface LambdaOptions extends LayerOptions {
  /** What is computed, with tfjs ops only. */
  function: (inputs: Tensors, args: CallArgs) => Tensors;
  /** Output shape from input shape. Default: found by running the function on zeros. */
  outputShape?: (inputShape: Shapes) => Shapes;
  /** Mask of the output from that of the input. Default: none. */
  mask?: (inputs: Tensors, mask: Masks) => tf.Tensor | null;
}

/**
 * A function of tensors as a layer. It has no weights, and a model with it cannot be stored: a
 * class of your own can.
 *
 * @throws ValueError for what is not a function, and when its config is asked for
 * @example lambda({ function: (x) => tf.square(x) })
 * @see https://keras.io/api/layers/core_layers/lambda/
 */
export class Lambda extends Layer {
  static override readonly className = 'Lambda';
  static override readonly optionKeys = [...Layer.optionKeys, 'function', 'outputShape', 'mask'];

  private readonly compute: LambdaOptions['function'];
  private readonly shapeOf: LambdaOptions['outputShape'];
  private readonly maskOf: LambdaOptions['mask'];

  constructor(options: LambdaOptions) {
    super(options);
    if (typeof options.function !== 'function') {
      throw new ValueError(
        `Lambda: option "function" must be a function; received ${typeof options.function}.`,
      );
    }
    this.compute = options.function;
    this.shapeOf = options.outputShape;
    this.maskOf = options.mask;
    this.supportsMasking = this.maskOf !== undefined;
  }

  override call(inputs: Tensors, args: CallArgs): Tensors {
    return this.compute(inputs, args);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return this.shapeOf ? this.shapeOf(inputShape) : super.computeOutputShape(inputShape);
  }

  override computeMask(inputs: Tensors, mask: Masks): Masks {
    return this.maskOf ? this.maskOf(inputs, mask) : null;
  }

  override getConfig(): Record<string, unknown> {
    throw new ValueError(
      `Layer ${this.name} holds a function, which no file can store. Write a class that extends Layer, and register it.`,
    );
  }
}

registerBuiltInLayer(Lambda);

/** @see Lambda */
export function lambda(options: LambdaOptions): Lambda {
  return new Lambda(options);
}
