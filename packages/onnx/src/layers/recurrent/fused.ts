import { GRUCell, LSTMCell, SimpleRNNCell, type activations } from '@ibexjs/layers';

import { activationName } from '../../activations.js';
import type { LayerCall } from '../../exporter.js';
import { float } from '../../graph/attributes.js';
import type { OnnxGraph } from '../../graph/onnx-graph.js';
import { chain, permute, reorderBlocks, reshape, type Arrange } from '../../graph/weights.js';
import { unsqueeze } from '../inputs.js';
import type { Sequence, SequenceResult } from './sequence.js';

/** Activations that ONNX's recurrent operators know, with their two parameters. */
const KNOWN: Readonly<Record<string, readonly [name: string, alpha?: number, beta?: number]>> = {
  hard_sigmoid: ['HardSigmoid', 1 / 6, 0.5],
  hard_sigmoid_keras2: ['HardSigmoid', 0.2, 0.5],
  relu: ['Relu'],
  sigmoid: ['Sigmoid'],
  softsign: ['Softsign'],
  tanh: ['Tanh'],
};

/** How a cell becomes one operator. */
interface Fused {
  opType: 'LSTM' | 'GRU' | 'RNN';
  /** Where each of ONNX's gates stands in Keras' kernels. */
  gates: readonly number[];
  activations: readonly activations.ActivationFunction[];
  /** Whether the bias has rows for inputs and states. */
  twoBiases: boolean;
  attributes?: Readonly<Record<string, number>>;
}

type Cell = SimpleRNNCell | LSTMCell | GRUCell;

function describe(cell: Cell): Fused {
  if (cell instanceof LSTMCell) {
    const { activation, recurrentActivation } = cell;
    // ONNX: input, output, forget, cell; Keras: input, forget, cell, output
    return {
      opType: 'LSTM',
      gates: [0, 3, 1, 2],
      activations: [recurrentActivation, activation, activation],
      twoBiases: false,
    };
  }
  if (cell instanceof GRUCell) {
    return {
      opType: 'GRU',
      gates: [0, 1, 2],
      activations: [cell.recurrentActivation, cell.activation],
      twoBiases: cell.resetAfter,
      attributes: { linear_before_reset: Number(cell.resetAfter) },
    };
  }
  return { opType: 'RNN', gates: [0], activations: [cell.activation], twoBiases: false };
}

/**
 * A cell over a sequence as one LSTM, GRU or RNN operator; null where ONNX's has no such thing: with
 * a mask, or with activations that it does not know.
 */
export function fusedSequence(call: LayerCall, sequence: Sequence): SequenceResult | null {
  const { cell, mask, goBackwards, initial } = sequence;
  const isKnown =
    cell instanceof LSTMCell || cell instanceof GRUCell || cell instanceof SimpleRNNCell;
  if (!isKnown || mask !== null) return null;
  const fused = describe(cell);
  const known = fused.activations.map((activation) => KNOWN[activationName(activation) ?? '']);
  if (known.includes(undefined)) return null;
  const parameters = (place: 1 | 2) => {
    const list = known.flatMap((entry) => entry?.[place] ?? []);
    return list.length > 0 ? float(list) : undefined;
  };
  const { graph } = call;
  const directions = 1;
  const states = initial.map((state) => (state === null ? '' : unsqueeze(call, state, [0])));
  const inputs = [
    graph.transpose(sequence.x, [1, 0, 2]),
    ...weights(graph, cell, fused),
    '',
    ...states,
  ];
  while (inputs.at(-1) === '') inputs.pop();
  const outputs = graph.addSeveral(fused.opType, inputs, 1 + initial.length, {
    hidden_size: cell.units,
    direction: goBackwards ? 'reverse' : 'forward',
    activations: known.map((entry) => entry![0]),
    activation_alpha: parameters(1),
    activation_beta: parameters(2),
    ...fused.attributes,
  });
  const [all, ...last] = outputs as [string, ...string[]];
  const after = last.map((state) => graph.add('Squeeze', [state, graph.ints([0])]));
  if (!sequence.returnSequences) return { output: after[0]!, states: after };
  const steps = graph.add('Squeeze', [all, graph.ints([directions])]);
  const output = graph.transpose(steps, [1, 0, 2]);
  // ONNX gives outputs where their inputs stood, Keras in the order of work
  return { output: goBackwards ? graph.reverse(output, 1) : output, states: after };
}

/** Kernel and recurrent kernel as [1, gates · units, inputs], bias as [1, 2 · gates · units]. */
function weights(graph: OnnxGraph, cell: Cell, { gates, twoBiases }: Fused): string[] {
  const { units, kernel, recurrentKernel, bias } = cell;
  const width = gates.length * units;
  const matrix = (rows: number) =>
    chain(reorderBlocks(units, gates), permute([1, 0]), reshape([1, width, rows]));
  const kernels = [
    graph.weight(kernel, 'onnx gates', matrix(kernel.shape[0]!)),
    graph.weight(recurrentKernel, 'onnx gates', matrix(units)),
  ];
  if (!bias) return kernels;
  const both: Arrange = ({ data }) => {
    const joined = new Float32Array(2 * width);
    joined.set(data);
    return { shape: [1, 2 * width], data: joined };
  };
  const ordered = chain(reorderBlocks(units, gates), twoBiases ? reshape([1, 2 * width]) : both);
  return [...kernels, graph.weight(bias, 'onnx gates', ordered)];
}
