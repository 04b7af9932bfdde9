import * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  serializeActivation,
  sigmoid,
  tanh,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import type { WeightOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { SequenceOptions, SequenceResult } from './cell.js';
import { canFuse, fusedGru, gruRecurrence } from './fused/index.js';
import {
  cellOptionKeys,
  GatedCell,
  recur,
  type GatedCellOptions,
  type StepContext,
} from './gated-cell.js';

export interface GRUCellOptions extends GatedCellOptions {
  /** Of the gates. Default: `sigmoid`. */
  recurrentActivation?: ActivationIdentifier;
  /**
   * Where the reset gate works: on the product of the state and its kernel (true, with a bias of
   * its own for that product), or on the state. Default: true.
   */
  resetAfter?: boolean;
}

/**
 * A step of GRU, with gates z (update) and r (reset):
 *
 *     z = σ(x · Wz + h · Rz + bz),  r = σ(x · Wr + h · Rr + br)
 *     g = activation(x · Wh + r (h · Rh + b))      resetAfter
 *     g = activation(x · Wh + (r h) · Rh)          otherwise
 *     h' = z h + (1 - z) g
 *
 * @see Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014)
 */
export class GRUCell extends GatedCell {
  static override readonly className = 'GRUCell';
  static override readonly optionKeys = cellOptionKeys('recurrentActivation', 'resetAfter');
  protected override readonly gates = 3;

  readonly recurrentActivation: ActivationFunction;
  readonly resetAfter: boolean;

  constructor(options: GRUCellOptions) {
    super(options);
    this.recurrentActivation = getActivation(
      options.recurrentActivation === undefined ? 'sigmoid' : options.recurrentActivation,
    );
    this.resetAfter = options.resetAfter ?? true;
  }

  protected override biasWeight(): WeightOptions {
    const width = 3 * this.units;
    return this.biasSettings.weight(this.resetAfter ? [2, width] : [width]);
  }

  protected override inputBias(): tf.Tensor | null {
    return this.resetAfter ? this.biasRow(0) : super.inputBias();
  }

  private biasRow(row: number): tf.Tensor | null {
    if (!this.bias) return null;
    const width = 3 * this.units;
    return tf.reshape(tf.slice(this.bias.read(), [row, 0], [1, width]), [width]);
  }

  protected override step(
    projected: tf.Tensor,
    [h]: tf.Tensor[],
    context: StepContext,
  ): { output: tf.Tensor; states: tf.Tensor[] } {
    const state = h!;
    const [xz, xr, xh] = tf.split(projected, 3, 1);
    let z: tf.Tensor;
    let candidate: tf.Tensor;
    if (this.resetAfter) {
      const bias = this.biasRow(1);
      const product = recur(state, context);
      const [hz, hr, hh] = tf.split(bias ? tf.add(product, bias) : product, 3, 1);
      z = this.recurrentActivation(tf.add(xz!, hz!));
      const r = this.recurrentActivation(tf.add(xr!, hr!));
      candidate = this.activation(tf.add(xh!, tf.mul(r, hh!)));
    } else {
      const { units } = this;
      const [gates, last] = tf.split(context.recurrentKernel, [2 * units, units], 1);
      const [masks, lastMask] = context.dropout ? tf.split(context.dropout, [2, 1]) : [null, null];
      const product = recur(state, { recurrentKernel: gates!, dropout: masks ?? null });
      const [hz, hr] = tf.split(product, 2, 1);
      z = this.recurrentActivation(tf.add(xz!, hz!));
      const r = this.recurrentActivation(tf.add(xr!, hr!));
      const reset = recur(tf.mul(r, state), { recurrentKernel: last!, dropout: lastMask ?? null });
      candidate = this.activation(tf.add(xh!, reset));
    }
    const output = tf.add(tf.mul(z, state), tf.mul(tf.sub(1, z), candidate));
    return { output, states: [output] };
  }

  protected override fuse(
    projection: tf.Tensor,
    [h0]: tf.Tensor[],
    dropout: tf.Tensor | null,
    options: SequenceOptions,
  ): SequenceResult | null {
    const { resetAfter } = this;
    if (this.activation !== tanh || this.recurrentActivation !== sigmoid) return null;
    if (!canFuse(gruRecurrence(resetAfter))) return null;
    const recurrentBias = resetAfter ? this.biasRow(1) : null;
    const { mask } = options;
    return fusedGru(
      {
        projection,
        recurrentKernel: this.recurrentKernel.read(),
        ...(recurrentBias && { recurrentBias }),
        h0: h0!,
      },
      { ...(mask && { mask }), ...(dropout && { dropout }) },
      { ...options, resetAfter },
    );
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      recurrent_activation: serializeActivation(this.recurrentActivation),
      reset_after: this.resetAfter,
    };
  }
}

registerBuiltInLayer(GRUCell);

/** @see GRUCell */
export function gruCell(options: GRUCellOptions): GRUCell {
  return new GRUCell(options);
}
