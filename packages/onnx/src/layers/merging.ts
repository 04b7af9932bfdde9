import type { Concatenate, CustomScaleLayer, Dot } from '@ibexjs/layers';

import type { ExporterTable, LayerCall, LayerExporter, Masked } from '../exporter.js';
import { DATA_TYPES } from '../proto/messages.js';
import { maskNumbers, positiveAxis, range, toFloat, unsqueeze } from './inputs.js';

/** Names of the inputs, with axes of size 1 after the batch where they have fewer than others. */
function widened(call: LayerCall): string[] {
  const rank = Math.max(...call.inputs.map(({ shape }) => shape.length));
  return call.inputs.map((input) => {
    const missing = rank - input.shape.length;
    const name = toFloat(call, input);
    return missing === 0 ? name : unsqueeze(call, name, range(1, missing));
  });
}

/** A step counts where one of the inputs counts it, if all have masks. */
function mergedMask({ graph, inputs }: LayerCall): string | null {
  const masks = inputs.map(({ mask }) => mask);
  return masks.reduce((a, b) => (a === null || b === null ? null : graph.add('Or', [a, b])));
}

/** Two at a time. */
const fold =
  (opType: string): LayerExporter =>
  (_layer, call): Masked => ({
    outputs: [widened(call).reduce((a, b) => call.graph.elementwise(opType, [a, b]))],
    masks: [mergedMask(call)],
  });

/** All at once. */
const together =
  (opType: string): LayerExporter =>
  (_layer, call): Masked => ({
    outputs: [call.graph.elementwise(opType, widened(call))],
    masks: [mergedMask(call)],
  });

const concatenate: LayerExporter<Concatenate> = (layer, call) => {
  const { graph, inputs } = call;
  const rank = inputs[0]!.shape.length;
  const axis = positiveAxis(layer.axis, rank);
  const y = graph.add(
    'Concat',
    inputs.map((input) => toFloat(call, input)),
    { axis },
  );
  return { outputs: [y], masks: [concatenatedMask(call, axis)] };
};

function concatenatedMask(call: LayerCall, axis: number): string | null {
  const { graph, inputs } = call;
  if (inputs.every(({ mask }) => mask === null)) return null;
  const whole = inputs.map(({ name, shape, mask }) => {
    const sizes = graph.add('Shape', [name]);
    if (mask === null) return graph.add('Expand', [graph.floats(1), sizes]);
    return graph.add('Expand', [
      unsqueeze(call, maskNumbers(call, mask), [shape.length - 1]),
      sizes,
    ]);
  });
  const joined = graph.add('Concat', whole, { axis });
  const any = graph.add('ReduceMax', [joined], { axes: [-1], keepdims: 0 });
  return graph.add('Cast', [any], { to: DATA_TYPES.bool });
}

const customScale: LayerExporter<CustomScaleLayer> = (layer, { graph, inputs }) => {
  const [x, y] = inputs.map(({ name }) => name) as [string, string];
  const scaled = graph.elementwise('Mul', [y, graph.floats(layer.scale)]);
  return graph.elementwise('Add', [x, scaled]);
};

const LETTERS = 'abcdefghijklmnopqrstuvwxy';

const dot: LayerExporter<Dot> = (layer, call) => {
  const { graph, inputs } = call;
  const ranks = inputs.map(({ shape }) => shape.length) as [number, number];
  const axes = ranks.map((rank, i) =>
    positiveAxis(typeof layer.axes === 'number' ? layer.axes : layer.axes[i]!, rank),
  ) as [number, number];
  const names = inputs.map((input, i) => {
    const x = toFloat(call, input);
    return layer.normalize ? unitLength(call, x, axes[i]!) : x;
  });
  // the batch is a in both, the summed axis z
  const labels = (rank: number, summed: number, first: number) =>
    range(0, rank).map((axis) =>
      axis === 0 ? 'a' : axis === summed ? 'z' : LETTERS[first + axis]!,
    );
  const a = labels(ranks[0], axes[0], 0);
  const b = labels(ranks[1], axes[1], ranks[0]);
  const rest = [...a, ...b.slice(1)].filter((label) => label !== 'z');
  const equation = `${a.join('')},${b.join('')}->${rest.join('')}`;
  const y = graph.add('Einsum', names, { equation });
  return { outputs: [rest.length === 1 ? unsqueeze(call, y, [1]) : y], masks: [null] };
};

/** A tensor of vectors along an axis, each of length 1. */
export function unitLength({ graph }: LayerCall, x: string, ...axes: number[]): string {
  const square = graph.add('ReduceSumSquare', [x], { axes, keepdims: 1 });
  const bounded = graph.add('Max', [square, graph.floats(1e-12)]);
  return graph.add('Div', [x, graph.add('Sqrt', [bounded])]);
}

/** Arithmetic on a graph's tensors, one side of which may be a number. */
const arithmetic =
  (opType: string): LayerExporter =>
  (_layer, call) => {
    const names = call.inputs.map((input) => toFloat(call, input));
    const side = (key: string) => {
      const given = call.args[key];
      return typeof given === 'number' ? call.graph.floats(given) : names.shift()!;
    };
    return call.graph.elementwise(opType, [side('x1'), side('x2')]);
  };

export const mergingLayers: ExporterTable = {
  Add: fold('Add'),
  Average: together('Mean'),
  Concatenate: concatenate,
  CustomScaleLayer: customScale,
  Dot: dot,
  Maximum: together('Max'),
  Minimum: together('Min'),
  Multiply: fold('Mul'),
  Subtract: fold('Sub'),
  'operation Add': arithmetic('Add'),
  'operation Divide': arithmetic('Div'),
  'operation Multiply': arithmetic('Mul'),
  'operation Subtract': arithmetic('Sub'),
};
