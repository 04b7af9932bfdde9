import { NotFoundError } from '@ibexjs/core';
import { activations, type Layer } from '@ibexjs/layers';

import { float } from './graph/attributes.js';
import type { OnnxGraph } from './graph/onnx-graph.js';

type ActivationExporter = (graph: OnnxGraph, x: string) => string;

/** An operator alone. */
const plain =
  (opType: string, attributes = {}): ActivationExporter =>
  (graph, x) =>
    graph.elementwise(opType, [x], attributes);

const clip =
  (low: number, high: number): ActivationExporter =>
  (graph, x) =>
    graph.elementwise('Clip', [x, graph.floats(low), graph.floats(high)]);

/** `x · f(x)`. */
const gated =
  (f: ActivationExporter): ActivationExporter =>
  (graph, x) =>
    graph.elementwise('Mul', [x, f(graph, x)]);

const hardSigmoid = (slope: number) =>
  plain('HardSigmoid', { alpha: float(slope), beta: float(0.5) });

/** By Keras' names. */
const ACTIVATIONS: Readonly<Record<string, ActivationExporter>> = {
  linear: (_graph, x) => x,
  celu: plain('Celu', { alpha: float(1) }),
  elu: plain('Elu', { alpha: float(1) }),
  exponential: plain('Exp'),
  gelu(graph, x) {
    const erf = graph.elementwise('Erf', [
      graph.elementwise('Mul', [x, graph.floats(Math.SQRT1_2)]),
    ]);
    const half = graph.elementwise('Mul', [x, graph.floats(0.5)]);
    return graph.elementwise('Mul', [half, graph.elementwise('Add', [erf, graph.floats(1)])]);
  },
  glu(graph, x) {
    const [a, b] = graph.addSeveral('Split', [x], 2, { axis: -1 }) as [string, string];
    return graph.elementwise('Mul', [a, graph.elementwise('Sigmoid', [b])]);
  },
  hard_shrink: plain('Shrink', { lambd: float(0.5), bias: float(0) }),
  hard_sigmoid: hardSigmoid(1 / 6),
  hard_sigmoid_keras2: hardSigmoid(0.2),
  hard_silu: gated(hardSigmoid(1 / 6)),
  hard_tanh: clip(-1, 1),
  leaky_relu: plain('LeakyRelu', { alpha: float(0.2) }),
  log_sigmoid(graph, x) {
    const negated = graph.elementwise('Neg', [x]);
    return graph.elementwise('Neg', [graph.elementwise('Softplus', [negated])]);
  },
  log_softmax: (graph, x) => graph.add('LogSoftmax', [x], { axis: -1 }),
  mish: gated((graph, x) => graph.elementwise('Tanh', [graph.elementwise('Softplus', [x])])),
  relu: plain('Relu'),
  relu6: clip(0, 6),
  selu: plain('Selu'),
  sigmoid: plain('Sigmoid'),
  silu: gated(plain('Sigmoid')),
  softmax: (graph, x) => graph.add('Softmax', [x], { axis: -1 }),
  softplus: plain('Softplus'),
  soft_shrink: plain('Shrink', { lambd: float(0.5), bias: float(0.5) }),
  softsign: plain('Softsign'),
  sparse_plus(graph, x) {
    // (clip(x) + 1)² / 4, and what x is above 1
    const raised = graph.elementwise('Add', [clip(-1, 1)(graph, x), graph.floats(1)]);
    const square = graph.elementwise('Mul', [raised, raised]);
    const curve = graph.elementwise('Mul', [square, graph.floats(0.25)]);
    const above = graph.elementwise('Relu', [graph.elementwise('Sub', [x, graph.floats(1)])]);
    return graph.elementwise('Add', [curve, above]);
  },
  sparse_sigmoid: hardSigmoid(0.5),
  squareplus(graph, x) {
    const square = graph.elementwise('Mul', [x, x]);
    const root = graph.elementwise('Sqrt', [graph.elementwise('Add', [square, graph.floats(4)])]);
    const sum = graph.elementwise('Add', [x, root]);
    return graph.elementwise('Mul', [sum, graph.floats(0.5)]);
  },
  tanh: plain('Tanh'),
  tanh_shrink: (graph, x) => graph.elementwise('Sub', [x, graph.elementwise('Tanh', [x])]),
};

/** Keras' name of an activation; null for a function that has none. */
export function activationName(activation: activations.ActivationFunction): string | null {
  try {
    return activations.serializeActivation(activation);
  } catch {
    return null;
  }
}

/** Writes a layer's activation. @throws NotFoundError naming the layer */
export function exportActivation(
  graph: OnnxGraph,
  layer: Layer,
  activation: activations.ActivationFunction,
  x: string,
): string {
  const name = activationName(activation);
  const exporter = name === null ? undefined : ACTIVATIONS[name];
  if (exporter) return exporter(graph, x);
  throw new NotFoundError(
    `Layer ${layer.name}: the activation ${name ?? 'function of your own'} cannot be exported to ONNX.`,
  );
}
