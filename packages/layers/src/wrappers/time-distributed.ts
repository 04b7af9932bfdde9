import { ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { formatShape, type CallArgs, type Shape, type Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { Wrapper, type WrapperOptions } from './wrapper.js';

/**
 * Applies a layer to every step of a sequence, with the same weights.
 *
 * Input (batch, time, …), output (batch, time, …output of the layer).
 *
 * @throws ShapeError for an input of fewer than 3 dimensions
 * @example timeDistributed({ layer: dense({ units: 8 }) })
 * @see https://keras.io/api/layers/recurrent_layers/time_distributed/
 */
export class TimeDistributed extends Wrapper {
  static override readonly className = 'TimeDistributed';
  static override readonly optionKeys: readonly string[] = Wrapper.optionKeys;

  constructor(options: WrapperOptions) {
    super(options);
    this.supportsMasking = true;
  }

  /** Shape of one step. */
  private stepShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    if (shape.length < 3) {
      throw new ShapeError(
        `Layer ${this.name} takes (batch, time, …), at least 3 dimensions; received shape ${formatShape(shape)}.`,
      );
    }
    return [shape[0] ?? null, ...shape.slice(2)];
  }

  override build(inputShape: Shapes): void {
    const shape = this.stepShape(inputShape);
    if (!this.layer.built) this.layer.build(shape);
  }

  override call(inputs: tf.Tensor, args: CallArgs): tf.Tensor {
    this.stepShape(inputs.shape);
    const [batch, time] = inputs.shape as [number, number];
    const mask = (Array.isArray(args.mask) ? args.mask[0] : args.mask) ?? null;
    // all steps of all samples as one batch
    const steps = tf.reshape(inputs, [batch * time, ...inputs.shape.slice(2)]);
    const outputs = this.layer.apply(steps, {
      ...(args.training !== undefined && { training: args.training }),
      ...(mask && { mask: tf.reshape(mask, [batch * time, ...mask.shape.slice(2)]) }),
    });
    return tf.reshape(outputs, [batch, time, ...outputs.shape.slice(1)]);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const output = this.layer.computeOutputShape(this.stepShape(inputShape)) as Shape;
    const time = oneShape(this.name, inputShape)[1] ?? null;
    return [output[0] ?? null, time, ...output.slice(1)];
  }
}

registerBuiltInLayer(TimeDistributed);

/** @see TimeDistributed */
export function timeDistributed(options: WrapperOptions): TimeDistributed {
  return new TimeDistributed(options);
}
