import type { CategoryEncoding } from '@ibexjs/layers';

import type { ExporterTable, LayerExporter } from '../exporter.js';
import type { Value } from '../graph/value.js';
import { DATA_TYPES } from '../proto/messages.js';
import { rankOf, toFloat, unsqueeze } from './inputs.js';

const categoryEncoding: LayerExporter<CategoryEncoding> = (layer, call) => {
  const { graph, x, args } = call;
  const numbers = graph.add('Cast', [x], { to: DATA_TYPES.int64 });
  const depth = graph.ints(layer.numTokens);
  const rows = graph.add('OneHot', [numbers, depth, graph.floats([0, 1])], { axis: -1 });
  if (layer.outputMode === 'multi_hot')
    return graph.add('ReduceMax', [rows], { axes: [-2], keepdims: 0 });
  if (layer.outputMode === 'one_hot') {
    const rank = rankOf(call);
    const output = layer.computeOutputShape(call.inputs[0]!.shape);
    // a last axis of 1 becomes that of the categories
    return output.length > rank ? rows : graph.add('Squeeze', [rows, graph.ints([rank - 1])]);
  }
  const weights = args['countWeights'] as Value | undefined;
  const weighted = weights
    ? graph.add('Mul', [rows, unsqueeze(call, toFloat(call, weights), [-1])])
    : rows;
  return graph.add('ReduceSum', [weighted, graph.ints([-2])], { keepdims: 0 });
};

export const categoryEncodingLayers: ExporterTable = { CategoryEncoding: categoryEncoding };
