import type { AdditiveAttention, Attention, MultiHeadAttention } from '@ibexjs/layers';

import type { ExporterTable, LayerCall, LayerExporter, Masked } from '../exporter.js';
import type { Value } from '../graph/value.js';
import { reshape } from '../graph/weights.js';
import { DATA_TYPES } from '../proto/messages.js';
import { maskNumbers, toFloat, unsqueeze } from './inputs.js';

/** What a query may see. */
interface Visibility {
  /** Masks of query, value and key, as far as they are there. */
  masks: readonly (string | null | undefined)[];
  attention?: Value | undefined;
  causal: boolean;
  /** How many steps away, or null. */
  window: number | null;
}

/** 0, 1, 2 … for the steps of a sequence. */
function places({ graph }: LayerCall, x: string): string {
  const steps = graph.add('Gather', [graph.add('Shape', [x]), graph.ints(1)], { axis: 0 });
  return graph.add('Range', [graph.ints(0), steps, graph.ints(1)]);
}

/** Bool, for scores [batch, heads, queries, keys]; null when every query sees every key. */
function visible(call: LayerCall, query: string, key: string, given: Visibility): string | null {
  const { graph } = call;
  const parts: string[] = [];
  const [queryMask, ...others] = given.masks;
  if (queryMask) parts.push(unsqueeze(call, queryMask, [1, 3]));
  for (const mask of others) if (mask) parts.push(unsqueeze(call, mask, [1, 2]));
  if (given.causal || given.window !== null) {
    const from = unsqueeze(call, places(call, query), [0, 1, 3]);
    const to = unsqueeze(call, places(call, key), [0, 1, 2]);
    if (given.causal) parts.push(graph.add('GreaterOrEqual', [from, to]));
    if (given.window !== null) {
      const distance = graph.add('Abs', [graph.add('Sub', [from, to])]);
      parts.push(graph.add('Less', [distance, graph.ints(given.window)]));
    }
  }
  if (given.attention) {
    const { name, shape } = given.attention;
    const mask = graph.add('Cast', [name], { to: DATA_TYPES.bool });
    parts.push(shape.length === 3 ? unsqueeze(call, mask, [1]) : mask);
  }
  if (parts.length === 0) return null;
  return parts.reduce((a, b) => graph.add('And', [a, b]));
}

/** Heads of a projection's kernel [features, heads, size]. */
type Projection = MultiHeadAttention['queryDense'];

/** [batch, heads, steps, size]. */
function toHeads({ graph }: LayerCall, { kernel, bias }: Projection, x: string): string {
  const [features, heads, size] = kernel.shape as [number, number, number];
  const matrix = graph.weight(kernel, 'matrix', reshape([features, heads * size]));
  let y = graph.add('MatMul', [x, matrix]);
  if (bias) y = graph.add('Add', [y, graph.weight(bias, 'row', reshape([heads * size]))]);
  const parts = graph.add('Reshape', [y, graph.ints([0, 0, heads, size])]);
  return graph.transpose(parts, [0, 2, 1, 3]);
}

const multiHeadAttention: LayerExporter<MultiHeadAttention> = (layer, call): Masked => {
  const { graph, inputs, args } = call;
  const [query, value, key = value] = inputs.map((input) => toFloat(call, input)) as [
    string,
    string,
    string?,
  ];
  const open = visible(call, query, value, {
    masks: inputs.map(({ mask }) => mask),
    attention: args['attentionMask'] as Value | undefined,
    causal: args['useCausalMask'] === true,
    window: layer.slidingWindow,
  });
  const q = toHeads(call, layer.queryDense, query);
  const k = toHeads(call, layer.keyDense, key);
  const v = toHeads(call, layer.valueDense, value);
  const scaled = graph.add('Mul', [q, graph.floats(1 / Math.sqrt(layer.keyDim))]);
  let scores = graph.add('MatMul', [scaled, graph.add('Transpose', [k], { perm: [0, 1, 3, 2] })]);
  if (open) scores = graph.add('Where', [open, scores, graph.floats(-1e9)]);
  scores = graph.add('Softmax', [scores], { axis: -1 });
  // as in Keras, which gives a query that sees nothing the mean of all values otherwise
  if (open && layer.dropout > 0) scores = graph.add('Where', [open, scores, graph.floats(0)]);
  let context = graph.add('MatMul', [scores, v]);
  if (layer.gateDense) {
    const gate = graph.add('Sigmoid', [toHeads(call, layer.gateDense, query)]);
    context = graph.add('Mul', [context, gate]);
  }
  const { kernel, bias } = layer.outputDense;
  const [heads, size, features] = kernel.shape as [number, number, number];
  const joined = graph.add('Reshape', [
    graph.transpose(context, [0, 2, 1, 3]),
    graph.ints([0, 0, heads * size]),
  ]);
  const matrix = graph.weight(kernel, 'matrix', reshape([heads * size, features]));
  let y = graph.add('MatMul', [joined, matrix]);
  if (bias) y = graph.add('Add', [y, graph.weight(bias)]);
  return { outputs: [y], masks: [inputs[0]!.mask] };
};

type Scores = (call: LayerCall, query: string, key: string) => string;

/** Attention without heads, by scores [batch, queries, keys]. */
function attend(call: LayerCall, scoresOf: Scores): Masked {
  const { graph, inputs, args } = call;
  const [query, value, key = value] = inputs.map((input) => toFloat(call, input)) as [
    string,
    string,
    string?,
  ];
  let scores = scoresOf(call, query, key);
  const open = visible(call, query, key, {
    masks: [null, inputs[1]?.mask],
    causal: args['useCausalMask'] === true,
    window: null,
  });
  if (open) {
    const closed = graph.add('Not', [graph.add('Squeeze', [open, graph.ints([1])])]);
    const hidden = graph.add('Mul', [maskNumbers(call, closed), graph.floats(1e9)]);
    scores = graph.add('Sub', [scores, hidden]);
  }
  const weights = graph.add('Softmax', [scores], { axis: -1 });
  let y = graph.add('MatMul', [weights, value]);
  const mask = inputs[0]!.mask;
  if (mask) y = graph.add('Mul', [y, unsqueeze(call, maskNumbers(call, mask), [2])]);
  return { outputs: [y], masks: [mask] };
}

const attention: LayerExporter<Attention> = (layer, call) =>
  attend(call, ({ graph }, query, key) => {
    const scaled = (x: string) =>
      layer.scale ? graph.add('Mul', [x, graph.weight(layer.scale)]) : x;
    if (!layer.concatScoreWeight) {
      const turned = graph.add('Transpose', [key], { perm: [0, 2, 1] });
      return scaled(graph.add('MatMul', [query, turned]));
    }
    const sums = scaled(pairSums(call, query, key));
    const total = graph.add('ReduceSum', [graph.add('Tanh', [sums]), graph.ints([3])], {
      keepdims: 0,
    });
    return graph.add('Mul', [total, graph.weight(layer.concatScoreWeight)]);
  });

const additiveAttention: LayerExporter<AdditiveAttention> = (layer, call) =>
  attend(call, ({ graph }, query, key) => {
    let y = graph.add('Tanh', [pairSums(call, query, key)]);
    if (layer.scale) y = graph.add('Mul', [y, graph.weight(layer.scale)]);
    return graph.add('ReduceSum', [y, graph.ints([3])], { keepdims: 0 });
  });

/** The sum of every query with every key, [batch, queries, keys, features]. */
function pairSums(call: LayerCall, query: string, key: string): string {
  return call.graph.add('Add', [unsqueeze(call, query, [2]), unsqueeze(call, key, [1])]);
}

export const attentionLayers: ExporterTable = {
  AdditiveAttention: additiveAttention,
  Attention: attention,
  MultiHeadAttention: multiHeadAttention,
};
