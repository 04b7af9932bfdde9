import type { activations, Layer } from '@ibexjs/layers';

import { exportActivation } from '../../activations.js';
import type { LayerCall } from '../../exporter.js';
import type { OnnxGraph } from '../../graph/onnx-graph.js';

/** A cell, step by step. */
export interface CellSteps {
  /** What is computed for all steps at once: `x · kernel + bias`. */
  project(call: LayerCall, x: string): string;
  /** One step, in the graph of the loop: the states afterwards, the first of which is the output. */
  step(graph: OnnxGraph, projected: string, states: readonly string[]): string[];
}

interface LstmActivations {
  activation: activations.ActivationFunction;
  recurrentActivation: activations.ActivationFunction;
}

/** An LSTM's step from the sum of all products, whose gates i, f, g, o lie along an axis. */
export function lstmStep(
  body: OnnxGraph,
  cell: Layer & LstmActivations,
  gates: string,
  carry: string,
  axis: number,
): string[] {
  const [i, f, g, o] = body.addSeveral('Split', [gates], 4, { axis }) as [
    string,
    string,
    string,
    string,
  ];
  const gate = (x: string) => exportActivation(body, cell, cell.recurrentActivation, x);
  const active = (x: string) => exportActivation(body, cell, cell.activation, x);
  const product = (a: string, b: string) => body.add('Mul', [a, b]);
  const after = body.add('Add', [product(gate(f), carry), product(gate(i), active(g))]);
  return [product(gate(o), active(after)), after];
}
