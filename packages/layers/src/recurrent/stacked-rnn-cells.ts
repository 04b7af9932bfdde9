import { ValueError, type SerializedObject } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { deserializeLayer, registerBuiltInLayer, serializeLayer } from '../engine/serialization.js';
import {
  isShapeList,
  type CallArgs,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';
import { RNNCell, type SequenceOptions, type SequenceResult } from './cell.js';

export interface StackedRNNCellsOptions extends LayerOptions {
  /** From the one next to the inputs on; each takes the output of the one before. */
  cells: (RNNCell | SerializedObject)[];
}

/**
 * Several cells one on the other, as one. Its states are those of the first cell, then those of
 * the second, and so on.
 *
 * @throws ValueError when there is none, or one is not a cell
 * @see https://keras.io/api/layers/recurrent_layers/stacked_rnn_cell/
 */
export class StackedRNNCells extends RNNCell {
  static override readonly className = 'StackedRNNCells';
  static override readonly optionKeys = [...Layer.optionKeys, 'cells'];

  readonly cells: RNNCell[];

  constructor(options: StackedRNNCellsOptions) {
    super(options);
    if (!Array.isArray(options.cells) || options.cells.length === 0) {
      throw new ValueError('StackedRNNCells: cells must be a list of at least one cell.');
    }
    this.cells = options.cells.map((cell) => asCell('StackedRNNCells', cell));
  }

  get stateSize(): number[] {
    return this.cells.flatMap((cell) => cell.stateSizes);
  }

  override get outputSize(): number {
    return this.cells.at(-1)!.outputSize;
  }

  override stepShapes(shape: Shape): { output: Shape; states: Shape[] } {
    let output = shape;
    const states = this.cells.flatMap((cell) => {
      const step = cell.stepShapes(output);
      output = step.output;
      return step.states;
    });
    return { output, states };
  }

  override getInitialState(batchSize: number): tf.Tensor[] {
    return this.cells.flatMap((cell) => cell.getInitialState(batchSize));
  }

  override build(inputShape: Shapes): void {
    let shape = isShapeList(inputShape) ? inputShape[0]! : inputShape;
    for (const cell of this.cells) {
      if (!cell.built) cell.build(shape);
      shape = cell.stepShapes(shape).output;
    }
  }

  override call(inputs: Tensors, args: CallArgs): tf.Tensor[] {
    const [x, ...states] = inputs as [tf.Tensor, ...tf.Tensor[]];
    let output = x;
    const after = this.cells.flatMap((cell) => {
      const own = states.splice(0, cell.stateSizes.length);
      const [next, ...rest] = cell.apply<tf.Tensor[]>([output, ...own], {
        training: args.training ?? false,
      });
      output = next!;
      return rest;
    });
    return [output, ...after];
  }

  /** Cell by cell over the whole sequence, which gives what step by step gives, sooner. */
  override runSequence(
    x: tf.Tensor,
    states: tf.Tensor[],
    options: SequenceOptions,
  ): SequenceResult {
    const { goBackwards } = options;
    const rest = [...states];
    let output = x;
    const after = this.cells.flatMap((cell, i) => {
      const own = rest.splice(0, cell.stateSizes.length);
      // the first cell turns the sequence round; its outputs come in the order of work
      const turned = goBackwards && i > 0;
      const result = cell.runSequence(output, own, {
        ...options,
        mask: turned && options.mask ? tf.reverse(options.mask, 1) : options.mask,
        goBackwards: goBackwards && !turned,
        returnSequences: i < this.cells.length - 1 || options.returnSequences,
      });
      output = result.output;
      return result.states;
    });
    return { output, states: after };
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), cells: this.cells.map(serializeLayer) };
  }
}

/** A cell, or the one that a config describes. @throws ValueError for anything else */
export function asCell(where: string, cell: unknown): RNNCell {
  if (cell instanceof RNNCell) return cell;
  if (typeof cell === 'object' && cell !== null && 'class_name' in cell) {
    return asCell(where, deserializeLayer(cell as SerializedObject));
  }
  throw new ValueError(
    `${where}: a cell must extend RNNCell (LSTMCell, GRUCell …); received ${String(cell)}.`,
  );
}

registerBuiltInLayer(StackedRNNCells);

/** @see StackedRNNCells */
export function stackedRNNCells(options: StackedRNNCellsOptions): StackedRNNCells {
  return new StackedRNNCells(options);
}
