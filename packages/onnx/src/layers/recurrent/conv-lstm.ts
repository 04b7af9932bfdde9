import {
  ConvLSTM1DCell,
  ConvLSTM2DCell,
  ConvLSTM3DCell,
  type RNNCell,
  type Shape,
} from '@ibexjs/layers';

import type { OnnxGraph } from '../../graph/onnx-graph.js';
import { permute } from '../../graph/weights.js';
import { range } from '../inputs.js';
import { paddingOf } from '../windows.js';
import { lstmStep, type CellSteps } from './steps.js';

type ConvLstmCell = ConvLSTM1DCell | ConvLSTM2DCell | ConvLSTM3DCell;

export function isConvLstm(cell: RNNCell): cell is ConvLstmCell {
  return [ConvLSTM1DCell, ConvLSTM2DCell, ConvLSTM3DCell].some((type) => cell instanceof type);
}

/** ConvLSTM: an LSTM whose products are convolutions. The states keep the layer's order of axes. */
export function convLstmSteps(cell: ConvLstmCell, graph: OnnxGraph, stepShape: Shape): CellSteps {
  const { rank, dataFormat, strides, padding, kernelSize: window, dilationRate } = cell;
  const last = dataFormat === 'channels_last';
  const kernelOrder = permute([rank + 1, rank, ...range(0, rank)]);
  const toFront = (g: OnnxGraph, x: string) =>
    last ? g.transpose(x, [0, rank + 1, ...range(1, rank)]) : x;
  const toEnd = (g: OnnxGraph, x: string) => (last ? g.transpose(x, [0, ...range(2, rank), 1]) : x);
  const stateShape = cell.stepShapes(stepShape).output;
  const inputPads = paddingOf(stepShape, {
    rank,
    dataFormat,
    padding,
    strides,
    window,
    dilations: dilationRate,
  });
  const ones = window.map(() => 1);
  const statePads = paddingOf(stateShape, {
    rank,
    dataFormat,
    padding: 'same',
    strides: ones,
    window,
  });
  return {
    project({ graph: outer }, x) {
      const whole = outer.add('Shape', [x]);
      const end = outer.ints([2 ** 31 - 1]);
      // all steps of all samples as one batch
      const step = outer.add('Slice', [whole, outer.ints([2]), end]);
      const flat = outer.add('Reshape', [
        x,
        outer.add('Concat', [outer.ints([-1]), step], { axis: 0 }),
      ]);
      const kernel = outer.weight(cell.kernel, 'channels first', kernelOrder);
      const bias = cell.bias ? [outer.weight(cell.bias)] : [];
      const y = outer.add('Conv', [toFront(outer, flat), kernel, ...bias], {
        kernel_shape: window,
        strides,
        dilations: dilationRate,
        ...inputPads,
      });
      const images = toEnd(outer, y);
      const size = outer.add('Slice', [outer.add('Shape', [images]), outer.ints([1]), end]);
      const front = outer.add('Slice', [whole, outer.ints([0]), outer.ints([2])]);
      return outer.add('Reshape', [images, outer.add('Concat', [front, size], { axis: 0 })]);
    },
    step(body, projected, [h, c]) {
      const kernel = body.weight(cell.recurrentKernel, 'channels first', kernelOrder);
      const y = body.add('Conv', [toFront(body, h!), kernel], {
        kernel_shape: window,
        ...statePads,
      });
      const gates = body.add('Add', [projected, toEnd(body, y)]);
      return lstmStep(body, cell, gates, c!, last ? rank + 1 : 1);
    },
  };
}
