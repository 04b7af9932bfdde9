import * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  serializeActivation,
  sigmoid,
  tanh,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { WeightOptions } from '../engine/layer.js';
import type { SequenceOptions, SequenceResult } from './cell.js';
import { canFuse, fusedLstm, LSTM as LSTM_KERNELS } from './fused/index.js';
import {
  cellOptionKeys,
  GatedCell,
  recur,
  type GatedCellOptions,
  type StepContext,
} from './gated-cell.js';

export interface LSTMCellOptions extends GatedCellOptions {
  /** Of the gates. Default: `sigmoid`. */
  recurrentActivation?: ActivationIdentifier;
  /** Whether the forget gate's bias starts at 1. Default: true. */
  unitForgetBias?: boolean;
}

/**
 * A step of LSTM, with gates i, f, o and states h, c:
 *
 *     i, f, g, o = split(x · kernel + h · recurrent_kernel + bias)
 *     c' = σ(f) c + σ(i) activation(g)
 *     h' = σ(o) activation(c')
 *
 * @see Hochreiter and Schmidhuber, "Long short-term memory" (1997)
 */
export class LSTMCell extends GatedCell {
  static override readonly className = 'LSTMCell';
  static override readonly optionKeys = cellOptionKeys('recurrentActivation', 'unitForgetBias');
  protected override readonly gates = 4;

  readonly recurrentActivation: ActivationFunction;
  readonly unitForgetBias: boolean;

  constructor(options: LSTMCellOptions) {
    super(options);
    this.recurrentActivation = getActivation(
      options.recurrentActivation === undefined ? 'sigmoid' : options.recurrentActivation,
    );
    this.unitForgetBias = options.unitForgetBias ?? true;
  }

  override get stateSize(): number[] {
    return [this.units, this.units];
  }

  protected override biasWeight(): WeightOptions {
    const weight = super.biasWeight();
    if (!this.unitForgetBias) return weight;
    const { units } = this;
    const { initializer } = this.biasSettings;
    return {
      ...weight,
      initializer: (_shape, dtype) =>
        tf.concat([
          initializer.apply([units], dtype),
          tf.ones([units], dtype as 'float32'),
          initializer.apply([2 * units], dtype),
        ]),
    };
  }

  protected override step(
    projected: tf.Tensor,
    [h, c]: tf.Tensor[],
    context: StepContext,
  ): { output: tf.Tensor; states: tf.Tensor[] } {
    const [i, f, g, o] = tf.split(tf.add(projected, recur(h!, context)), 4, 1);
    const kept = tf.mul(this.recurrentActivation(f!), c!);
    const added = tf.mul(this.recurrentActivation(i!), this.activation(g!));
    const carry = tf.add(kept, added);
    const output = tf.mul(this.recurrentActivation(o!), this.activation(carry));
    return { output, states: [output, carry] };
  }

  protected override fuse(
    projection: tf.Tensor,
    [h0, c0]: tf.Tensor[],
    dropout: tf.Tensor | null,
    options: SequenceOptions,
  ): SequenceResult | null {
    if (this.activation !== tanh || this.recurrentActivation !== sigmoid) return null;
    if (!canFuse(LSTM_KERNELS)) return null;
    const { mask } = options;
    return fusedLstm(
      { projection, recurrentKernel: this.recurrentKernel.read(), h0: h0!, c0: c0! },
      { ...(mask && { mask }), ...(dropout && { dropout }) },
      options,
    );
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      recurrent_activation: serializeActivation(this.recurrentActivation),
      unit_forget_bias: this.unitForgetBias,
    };
  }
}

registerBuiltInLayer(LSTMCell);

/** @see LSTMCell */
export function lstmCell(options: LSTMCellOptions): LSTMCell {
  return new LSTMCell(options);
}
