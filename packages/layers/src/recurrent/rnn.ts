import {
  ShapeError,
  StateError,
  toFloat,
  ValueError,
  Variable,
  type SerializedObject,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer, serializeLayer } from '../engine/serialization.js';
import {
  formatShape,
  isShapeList,
  type CallArgs,
  type Masks,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';
import { type RNNCell } from './cell.js';
import { asCell, StackedRNNCells } from './stacked-rnn-cells.js';

/** Options that every recurrent layer has. */
export interface BaseRNNOptions extends LayerOptions {
  /** Give the outputs of all steps, not only the last. Default: false. */
  returnSequences?: boolean;
  /** Give the last states after the output. Default: false. */
  returnState?: boolean;
  /** From the last step to the first; outputs then come in that order. Default: false. */
  goBackwards?: boolean;
  /** Begin each batch with the states that the last one ended with. Default: false. */
  stateful?: boolean;
  /** Kept for configs: Ibex gives the same numbers either way. Default: false. */
  unroll?: boolean;
  /** Output 0 at masked steps, instead of the last output again. Default: false. */
  zeroOutputForMask?: boolean;
}

export interface RNNOptions extends BaseRNNOptions {
  /** What is done at each step; several are stacked. */
  cell: RNNCell | SerializedObject | (RNNCell | SerializedObject)[];
}

export const RNN_KEYS: readonly string[] = [
  ...Layer.optionKeys,
  'returnSequences',
  'returnState',
  'goBackwards',
  'stateful',
  'unroll',
  'zeroOutputForMask',
];

/**
 * Runs a cell along a sequence.
 *
 * Input (batch, time, features), output (batch, units), with `returnSequences` (batch, time,
 * units), with `returnState` followed by the last states. `initialState` in the call's arguments,
 * or after the input in a list, gives the states to begin with; zeros otherwise. At steps that a
 * mask hides, the states stay and the output repeats.
 *
 * @throws ValueError for what is not a cell
 * @throws ShapeError for an input of another rank, or another batch size when stateful
 * @example rnn({ cell: [lstmCell({ units: 32 }), lstmCell({ units: 16 })] })
 * @see https://keras.io/api/layers/recurrent_layers/rnn/
 */
export class RNN extends Layer {
  static override readonly className: string = 'RNN';
  static override readonly optionKeys: readonly string[] = [...RNN_KEYS, 'cell'];

  readonly cell: RNNCell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  readonly unroll: boolean;
  zeroOutputForMask: boolean;
  // not a property of plain name: states are no weights
  #states: Variable[] | null = null;

  constructor(options: RNNOptions) {
    const { cell, ...rest } = options;
    super(rest);
    const where = this.getClassName();
    this.cell = Array.isArray(cell) ? new StackedRNNCells({ cells: cell }) : asCell(where, cell);
    this.returnSequences = options.returnSequences ?? false;
    this.returnState = options.returnState ?? false;
    this.goBackwards = options.goBackwards ?? false;
    this.stateful = options.stateful ?? false;
    this.unroll = options.unroll ?? false;
    this.zeroOutputForMask = options.zeroOutputForMask ?? false;
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    const shape = sequenceShape(inputShape);
    this.checkSequence(shape);
    if (!this.cell.built) this.cell.build([shape[0] ?? null, ...shape.slice(2)]);
    if (this.stateful) this.makeStates(shape[0] ?? null);
  }

  /** @throws ShapeError for what is not a sequence of what the cell takes */
  protected checkSequence(shape: Shape): void {
    if (shape.length >= 3) return;
    throw new ShapeError(
      `Layer ${this.name} takes sequences (batch, time, features); received shape ${formatShape(shape)}.`,
    );
  }

  private makeStates(batch: number | null): void {
    if (batch === null) {
      throw new ShapeError(
        `Layer ${this.name} is stateful and needs a fixed batch size: give batchInputShape or batchShape.`,
      );
    }
    const initial = tf.tidy(() => this.cell.getInitialState(batch));
    this.#states = initial.map(
      (state) =>
        new Variable(state, {
          name: 'rnn_state',
          path: `${this.path}/rnn_state`,
          trainable: false,
        }),
    );
    tf.dispose(initial);
  }

  /** States that the next batch begins with, of a stateful layer. */
  get states(): Variable[] | null {
    return this.#states;
  }

  /**
   * Forgets the states, so that the next batch begins with zeros.
   *
   * @throws StateError when the layer is not stateful
   */
  resetStates(): void {
    if (!this.stateful) {
      throw new StateError(`Layer ${this.name} keeps no states: it was not made stateful.`);
    }
    for (const state of this.#states ?? []) {
      tf.tidy(() => state.assign(tf.zerosLike(state.read())));
    }
  }

  /** Keras' name of `resetStates`. */
  resetState(): void {
    this.resetStates();
  }

  override call(inputs: Tensors, args: CallArgs): Tensors {
    const [sequence, ...listed] = (Array.isArray(inputs) ? inputs : [inputs]) as [
      tf.Tensor,
      ...tf.Tensor[],
    ];
    this.checkSequence(sequence.shape);
    const x = toFloat(sequence);
    const mask = (Array.isArray(args.mask) ? args.mask[0] : args.mask) ?? null;
    const result = this.cell.runSequence(x, this.initialStates(x, listed, args), {
      mask,
      goBackwards: this.goBackwards,
      returnSequences: this.returnSequences,
      returnState: this.returnState || this.stateful,
      training: args.training ?? false,
    });
    this.#states?.forEach((state, i) => state.assign(result.states[i]!));
    const output =
      mask && this.zeroOutputForMask ? this.hideMasked(result.output, mask) : result.output;
    if (!this.returnState) return output;
    // a tensor each, though the last output often is the last state
    return [output, ...result.states.map((state) => (state === output ? tf.clone(state) : state))];
  }

  private initialStates(x: tf.Tensor, listed: tf.Tensor[], args: CallArgs): tf.Tensor[] {
    const batch = x.shape[0];
    const given = args['initialState'] as tf.Tensor | tf.Tensor[] | null | undefined;
    const initial = listed.length > 0 ? listed : given ? [given].flat() : null;
    if (initial) {
      if (initial.length !== this.cell.stateSizes.length) {
        throw new ValueError(
          `Layer ${this.name} has ${this.cell.stateSizes.length} states; received ${initial.length} initial ones.`,
        );
      }
      return initial;
    }
    if (!this.#states) return this.cell.getInitialState(batch);
    const expected = this.#states[0]!.shape[0]!;
    if (expected !== batch) {
      throw new ShapeError(
        `Layer ${this.name} is stateful for batches of ${expected}; received one of ${batch}.`,
      );
    }
    return this.#states.map((state) => state.read());
  }

  /** Zeros at masked steps. */
  private hideMasked(output: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const ordered = this.goBackwards ? tf.reverse(toFloat(mask), 1) : toFloat(mask);
    const [batch, time] = mask.shape as [number, number];
    const shown = this.returnSequences ? ordered : tf.slice(ordered, [0, time - 1], [batch, 1]);
    const ones = new Array<number>(output.rank - shown.rank).fill(1);
    return tf.mul(output, tf.reshape(shown, [...shown.shape, ...ones]));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    const shape = sequenceShape(inputShape);
    this.checkSequence(shape);
    const [batch = null, time = null, ...rest] = shape;
    const step = this.cell.stepShapes([batch, ...rest]);
    const output = this.returnSequences ? [batch, time, ...step.output.slice(1)] : step.output;
    return this.returnState ? [output, ...step.states] : output;
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    const first = (Array.isArray(mask) ? mask[0] : mask) ?? null;
    const output = this.returnSequences ? first : null;
    return this.returnState ? [output, ...this.cell.stateSizes.map(() => null)] : output;
  }

  /** Config entries about the run, without the cell. */
  protected runConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      return_sequences: this.returnSequences,
      return_state: this.returnState,
      go_backwards: this.goBackwards,
      stateful: this.stateful,
      unroll: this.unroll,
      zero_output_for_mask: this.zeroOutputForMask,
    };
  }

  override getConfig(): Record<string, unknown> {
    return { ...this.runConfig(), cell: serializeLayer(this.cell) };
  }

  override dispose(): { numDisposedVariables: number } {
    for (const state of this.#states ?? []) state.dispose();
    return super.dispose();
  }
}

/** Shape of the sequence, where initial states may follow it. */
function sequenceShape(shapes: Shapes): Shape {
  return isShapeList(shapes) ? shapes[0]! : shapes;
}

registerBuiltInLayer(RNN);

/** @see RNN */
export function rnn(options: RNNOptions): RNN {
  return new RNN(options);
}
