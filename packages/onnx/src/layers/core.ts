import type { Dense, EinsumDense, Embedding, LayerScale, Masking } from '@ibexjs/layers';

import { exportActivation } from '../activations.js';
import type { ExporterTable, LayerExporter } from '../exporter.js';
import { DATA_TYPES } from '../proto/messages.js';
import { floatInput, rankOf } from './inputs.js';

const dense: LayerExporter<Dense> = (layer, call) => {
  const { graph } = call;
  const x = floatInput(call);
  const kernel = graph.weight(layer.kernel);
  const bias = layer.bias && graph.weight(layer.bias);
  let y: string;
  if (rankOf(call) === 2) y = graph.add('Gemm', [x, kernel, ...(bias ? [bias] : [])]);
  else {
    y = graph.add('MatMul', [x, kernel]);
    if (bias) y = graph.add('Add', [y, bias]);
  }
  return exportActivation(graph, layer, layer.activation, y);
};

const einsumDense: LayerExporter<EinsumDense> = (layer, call) => {
  const { graph } = call;
  const inputs = [floatInput(call), graph.weight(layer.kernel)];
  let y = graph.add('Einsum', inputs, { equation: layer.equation });
  if (layer.bias) y = graph.add('Add', [y, graph.weight(layer.bias)]);
  return exportActivation(graph, layer, layer.activation, y);
};

const embedding: LayerExporter<Embedding> = (layer, { graph, x }) => {
  const numbers = graph.add('Cast', [x], { to: DATA_TYPES.int64 });
  const y = graph.add('Gather', [graph.weight(layer.embeddings), numbers], { axis: 0 });
  if (!layer.maskZero) return y;
  const isZero = graph.add('Equal', [numbers, graph.ints(0)]);
  return { outputs: [y], masks: [graph.add('Not', [isZero])] };
};

const masking: LayerExporter<Masking> = (layer, call) => {
  const { graph } = call;
  const x = floatInput(call);
  const equal = graph.add('Equal', [x, graph.floats(layer.maskValue)]);
  const differs = graph.add('Cast', [graph.add('Not', [equal])], { to: DATA_TYPES.float });
  const kept = graph.add('ReduceMax', [differs], { axes: [-1], keepdims: 1 });
  const mask = graph.add('ReduceMax', [differs], { axes: [-1], keepdims: 0 });
  return {
    outputs: [graph.add('Mul', [x, kept])],
    masks: [graph.add('Cast', [mask], { to: DATA_TYPES.bool })],
  };
};

const layerScale: LayerExporter<LayerScale> = (layer, { graph, x }) =>
  graph.add('Mul', [x, graph.weight(layer.gamma)]);

export const coreLayers: ExporterTable = {
  Dense: dense,
  EinsumDense: einsumDense,
  Embedding: embedding,
  LayerScale: layerScale,
  Masking: masking,
};
