import type {
  Activation,
  ELU,
  LeakyReLU,
  PReLU,
  ReLU,
  Softmax,
  ThresholdedReLU,
} from '@ibexjs/layers';

import { exportActivation } from '../activations.js';
import type { ExporterTable, LayerExporter } from '../exporter.js';
import { float } from '../graph/attributes.js';
import type { OnnxGraph } from '../graph/onnx-graph.js';

const activation: LayerExporter<Activation> = (layer, { graph, x }) =>
  exportActivation(graph, layer, layer.activation, x);

const elu: LayerExporter<ELU> = (layer, { graph, x }) =>
  graph.elementwise('Elu', [x], { alpha: float(layer.alpha) });

const leakyRelu: LayerExporter<LeakyReLU> = (layer, { graph, x }) =>
  graph.elementwise('LeakyRelu', [x], { alpha: float(layer.negativeSlope) });

const prelu: LayerExporter<PReLU> = (layer, { graph, x }) =>
  graph.add('PRelu', [x, graph.weight(layer.alpha)]);

const thresholdedRelu: LayerExporter<ThresholdedReLU> = (layer, { graph, x }) =>
  graph.elementwise('ThresholdedRelu', [x], { alpha: float(layer.theta) });

const relu: LayerExporter<ReLU> = ({ maxValue, negativeSlope, threshold }, { graph, x }) => {
  let y =
    threshold === 0
      ? graph.elementwise('Relu', [x])
      : graph.elementwise('ThresholdedRelu', [x], { alpha: float(threshold) });
  if (maxValue !== null)
    y = graph.elementwise('Clip', [y, graph.floats(0), graph.floats(maxValue)]);
  if (negativeSlope === 0) return y;
  const distance = graph.elementwise('Sub', [graph.floats(threshold), x]);
  const below = graph.elementwise('Relu', [distance]);
  const damped = graph.elementwise('Mul', [below, graph.floats(negativeSlope)]);
  return graph.elementwise('Sub', [y, damped]);
};

const softmax: LayerExporter<Softmax> = (layer, { graph, x, inputs }) => {
  const mask = inputs[0]!.mask;
  if (mask === null) return normalize(graph, layer, x);
  const shown = graph.add('Where', [mask, x, graph.floats(-1e9)]);
  return graph.add('Where', [mask, normalize(graph, layer, shown), graph.floats(0)]);
};

function normalize(graph: OnnxGraph, { axis }: Softmax, x: string): string {
  const axes = [axis].flat();
  if (axes.length === 1) return graph.add('Softmax', [x], { axis: axes[0]! });
  const sum = graph.add('ReduceLogSumExp', [x], { axes, keepdims: 1 });
  return graph.add('Exp', [graph.add('Sub', [x, sum])]);
}

export const activationLayers: ExporterTable = {
  Activation: activation,
  ELU: elu,
  LeakyReLU: leakyRelu,
  PReLU: prelu,
  ReLU: relu,
  Softmax: softmax,
  ThresholdedReLU: thresholdedRelu,
};
