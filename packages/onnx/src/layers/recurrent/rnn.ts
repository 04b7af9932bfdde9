import { ValueError } from '@ibexjs/core';
import { StackedRNNCells, type Bidirectional, type RNN } from '@ibexjs/layers';

import type { ExporterTable, LayerCall, LayerExporter, Masked } from '../../exporter.js';
import type { Value } from '../../graph/value.js';
import { floatInput, maskNumbers, range, unsqueeze } from '../inputs.js';
import { fusedSequence } from './fused.js';
import { scanSequence } from './scan.js';
import type { Sequence, SequenceResult } from './sequence.js';

/** A cell, or a stack of cells one after the other, over a sequence. */
function runSequence(call: LayerCall, sequence: Sequence): SequenceResult {
  const { cell } = sequence;
  if (cell instanceof StackedRNNCells) return runStack(call, sequence, cell);
  return fusedSequence(call, sequence) ?? scanSequence(call, sequence);
}

function runStack(call: LayerCall, sequence: Sequence, stack: StackedRNNCells): SequenceResult {
  const { mask, goBackwards, returnSequences } = sequence;
  const rest = [...sequence.initial];
  let { x: output, stepShape } = sequence;
  const states = stack.cells.flatMap((cell, i) => {
    // the first cell turns the sequence round; its outputs come in the order of work
    const turned = goBackwards && i > 0;
    const result = runSequence(call, {
      cell,
      x: output,
      stepShape,
      initial: rest.splice(0, cell.stateSizes.length),
      mask: turned && mask !== null ? call.graph.reverse(mask, 1) : mask,
      goBackwards: goBackwards && !turned,
      returnSequences: i < stack.cells.length - 1 || returnSequences,
    });
    output = result.output;
    stepShape = cell.stepShapes(stepShape).output;
    return result.states;
  });
  return { output, states };
}

/** States that the call gives, after the sequence or by name. */
function initialStates(layer: RNN, { inputs, args }: LayerCall): (string | null)[] {
  const given = args['initialState'] as Value | Value[] | undefined;
  const listed = inputs.length > 1 ? inputs.slice(1) : [given ?? []].flat();
  if (listed.length > 0) return listed.map(({ name }) => name);
  return layer.cell.stateSizes.map(() => null);
}

const rnn: LayerExporter<RNN> = (layer, call): Masked => {
  if (layer.stateful) {
    throw new ValueError(
      `Layer ${layer.name} is stateful, which an ONNX graph cannot be: make the model with stateful: false.`,
    );
  }
  const { graph } = call;
  const mask = call.inputs[0]!.mask;
  const { goBackwards, returnSequences } = layer;
  const [batch = null, , ...rest] = call.inputs[0]!.shape;
  const stepShape = [batch, ...rest];
  const result = runSequence(call, {
    cell: layer.cell,
    x: floatInput(call),
    stepShape,
    initial: initialStates(layer, call),
    mask,
    goBackwards,
    returnSequences,
  });
  let { output } = result;
  if (mask !== null && layer.zeroOutputForMask) {
    const numbers = maskNumbers(call, mask);
    const ordered = goBackwards ? graph.reverse(numbers, 1) : numbers;
    const one = [graph.ints([-1]), graph.ints([2 ** 31 - 1]), graph.ints([1])];
    const counts = returnSequences ? ordered : graph.add('Slice', [ordered, ...one]);
    // an axis for each of the output's that masks lack
    const shown = unsqueeze(
      call,
      counts,
      range(2, stepShape.length - 1 - Number(!returnSequences)),
    );
    output = graph.add('Mul', [output, shown]);
  }
  const states = layer.returnState ? result.states : [];
  return {
    outputs: [output, ...states],
    masks: [returnSequences ? mask : null, ...states.map(() => null)],
  };
};

const MERGES = { sum: 'Add', mul: 'Mul', ave: 'Mean' } as const;

const bidirectional: LayerExporter<Bidirectional> = (layer, call): Masked => {
  const { graph } = call;
  const [x, ...listed] = call.inputs as [Value, ...Value[]];
  const given = call.args['initialState'] as Value[] | undefined;
  const initial = listed.length > 0 ? listed : (given ?? []);
  const half = initial.length / 2;
  const names = (values: readonly Value[]) => values.map(({ name }) => name);
  const [forward, ...forwardStates] = names(
    call.inner(layer.forwardLayer, [x, ...initial.slice(0, half)]),
  );
  const [backward, ...backwardStates] = names(
    call.inner(layer.backwardLayer, [x, ...initial.slice(half)]),
  );
  const { returnSequences } = layer.forwardLayer;
  const sides = [forward!, returnSequences ? graph.reverse(backward!, 1) : backward!];
  const { mergeMode } = layer;
  let outputs = sides;
  if (mergeMode === 'concat') outputs = [graph.add('Concat', sides, { axis: -1 })];
  else if (mergeMode !== null) outputs = [graph.add(MERGES[mergeMode], sides)];
  const states = [...forwardStates, ...backwardStates];
  return {
    outputs: [...outputs, ...states],
    masks: [...outputs.map(() => (returnSequences ? x.mask : null)), ...states.map(() => null)],
  };
};

export const recurrentLayers: ExporterTable = {
  Bidirectional: bidirectional,
  ConvLSTM1D: rnn,
  ConvLSTM2D: rnn,
  ConvLSTM3D: rnn,
  GRU: rnn,
  LSTM: rnn,
  RNN: rnn,
  SimpleRNN: rnn,
};
