import { multiplyAddBias, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import type { Shape, Shapes } from '../engine/types.js';
import { knownSize, oneShape } from '../shapes.js';
import type { WeightSettings } from '../weight-settings.js';

/** How the weights of a projection are made. */
export interface ProjectionSettings {
  useBias: boolean;
  kernel: WeightSettings;
  bias: WeightSettings;
}

/**
 * Features to heads: (batch, steps, features) to (batch, heads, steps, size).
 * Weights as in Keras: kernel [features, heads, size], bias [heads, size].
 */
export class InputToHeads extends Layer {
  static override readonly className = 'InputToHeads';
  kernel!: Variable;
  bias: Variable | null = null;

  constructor(
    name: string,
    private readonly heads: number,
    private readonly size: number,
    private readonly settings: ProjectionSettings,
  ) {
    super({ name });
  }

  override build(inputShape: Shapes): void {
    const features = knownSize(this.name, oneShape(this.name, inputShape), -1);
    const { kernel, bias, useBias } = this.settings;
    this.kernel = this.addWeight(kernel.weight([features, this.heads, this.size]));
    if (useBias) this.bias = this.addWeight(bias.weight([this.heads, this.size]));
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const [batch, steps, features] = inputs.shape as [number, number, number];
    const width = this.heads * this.size;
    const flat = multiplyAddBias(
      tf.reshape(inputs, [batch * steps, features]),
      tf.reshape(this.kernel.read(), [features, width]),
      this.bias && tf.reshape(this.bias.read(), [width]),
    );
    return tf.transpose(tf.reshape(flat, [batch, steps, this.heads, this.size]), [0, 2, 1, 3]);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [batch, steps] = oneShape(this.name, inputShape);
    return [batch ?? null, this.heads, steps ?? null, this.size];
  }
}

/**
 * Heads to features: (batch, heads, steps, size) to (batch, steps, features).
 * Weights as in Keras: kernel [heads, size, features], bias [features].
 */
export class HeadsToOutput extends Layer {
  static override readonly className = 'HeadsToOutput';
  kernel!: Variable;
  bias: Variable | null = null;

  constructor(
    name: string,
    private readonly features: number,
    private readonly settings: ProjectionSettings,
  ) {
    super({ name });
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const heads = knownSize(this.name, shape, 1);
    const size = knownSize(this.name, shape, 3);
    const { kernel, bias, useBias } = this.settings;
    this.kernel = this.addWeight(kernel.weight([heads, size, this.features]));
    if (useBias) this.bias = this.addWeight(bias.weight([this.features]));
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const [batch, heads, steps, size] = inputs.shape as [number, number, number, number];
    const flat = multiplyAddBias(
      tf.reshape(tf.transpose(inputs, [0, 2, 1, 3]), [batch * steps, heads * size]),
      tf.reshape(this.kernel.read(), [heads * size, this.features]),
      this.bias?.read() ?? null,
    );
    return tf.reshape(flat, [batch, steps, this.features]);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    return [shape[0] ?? null, shape[2] ?? null, this.features];
  }
}
