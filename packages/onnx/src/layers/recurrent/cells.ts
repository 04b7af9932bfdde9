import { NotFoundError } from '@ibexjs/core';
import { GRUCell, LSTMCell, SimpleRNNCell, type RNNCell, type Shape } from '@ibexjs/layers';

import { exportActivation } from '../../activations.js';
import type { LayerCall } from '../../exporter.js';
import type { OnnxGraph } from '../../graph/onnx-graph.js';
import { reshape } from '../../graph/weights.js';
import { convLstmSteps, isConvLstm } from './conv-lstm.js';
import { lstmStep, type CellSteps } from './steps.js';

function project(cell: SimpleRNNCell | LSTMCell | GRUCell, bias: string | null) {
  return ({ graph }: LayerCall, x: string): string => {
    const product = graph.add('MatMul', [x, graph.weight(cell.kernel)]);
    return bias === null ? product : graph.add('Add', [product, bias]);
  };
}

const sum = (graph: OnnxGraph, a: string, b: string) => graph.add('Add', [a, b]);
const product = (graph: OnnxGraph, a: string, b: string) => graph.add('Mul', [a, b]);

function simpleRnnSteps(cell: SimpleRNNCell, graph: OnnxGraph): CellSteps {
  return {
    project: project(cell, cell.bias && graph.weight(cell.bias)),
    step(body, projected, [h]) {
      const recurrent = body.add('MatMul', [h!, body.weight(cell.recurrentKernel)]);
      const total = sum(body, projected, recurrent);
      return [exportActivation(body, cell, cell.activation, total)];
    },
  };
}

function lstmSteps(cell: LSTMCell, graph: OnnxGraph): CellSteps {
  return {
    project: project(cell, cell.bias && graph.weight(cell.bias)),
    step(body, projected, states) {
      const recurrent = body.add('MatMul', [states[0]!, body.weight(cell.recurrentKernel)]);
      return lstmStep(body, cell, sum(body, projected, recurrent), states[1]!, 1);
    },
  };
}

function gruSteps(cell: GRUCell, graph: OnnxGraph): CellSteps {
  const { units, resetAfter, bias } = cell;
  const width = 3 * units;
  const row = (i: number) =>
    bias &&
    graph.weight(bias, `row ${i}`, ({ data }) => ({
      shape: [width],
      data: data.slice(i * width, (i + 1) * width),
    }));
  const columns = (from: number, count: number) =>
    graph.weight(cell.recurrentKernel, `columns ${from}`, ({ data }) => {
      const out = new Float32Array(units * count);
      for (let r = 0; r < units; r++)
        out.set(data.subarray(r * width + from, r * width + from + count), r * count);
      return reshape([units, count])({ shape: [], data: out });
    });
  return {
    project: project(cell, row(0)),
    step(body, projected, [h]) {
      const gate = (x: string) => exportActivation(body, cell, cell.recurrentActivation, x);
      const split = (x: string, count: number) => body.addSeveral('Split', [x], count, { axis: 1 });
      const [xz, xr, xh] = split(projected, 3) as [string, string, string];
      let z: string;
      let fromState: string;
      if (resetAfter) {
        let recurrent = body.add('MatMul', [h!, body.weight(cell.recurrentKernel)]);
        const offset = row(1);
        if (offset) recurrent = sum(body, recurrent, offset);
        const [hz, hr, hh] = split(recurrent, 3) as [string, string, string];
        z = gate(sum(body, xz, hz));
        fromState = product(body, gate(sum(body, xr, hr)), hh);
      } else {
        const gates = body.add('MatMul', [h!, columns(0, 2 * units)]);
        const [hz, hr] = split(gates, 2) as [string, string];
        z = gate(sum(body, xz, hz));
        const reset = product(body, gate(sum(body, xr, hr)), h!);
        fromState = body.add('MatMul', [reset, columns(2 * units, units)]);
      }
      const candidate = exportActivation(body, cell, cell.activation, sum(body, xh, fromState));
      const rest = body.add('Sub', [body.floats(1), z]);
      return [sum(body, product(body, z, h!), product(body, rest, candidate))];
    },
  };
}

/** @throws NotFoundError naming a cell that cannot be exported */
export function stepsOf(cell: RNNCell, graph: OnnxGraph, stepShape: Shape): CellSteps {
  if (cell instanceof LSTMCell) return lstmSteps(cell, graph);
  if (cell instanceof GRUCell) return gruSteps(cell, graph);
  if (cell instanceof SimpleRNNCell) return simpleRnnSteps(cell, graph);
  if (isConvLstm(cell)) return convLstmSteps(cell, graph, stepShape);
  throw new NotFoundError(
    `Cell ${cell.name} (${cell.getClassName()}) cannot be exported to ONNX; those of SimpleRNN, LSTM, GRU and ConvLSTM can.`,
  );
}
