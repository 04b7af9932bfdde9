import { epsilon, type Variable } from '@ibexjs/core';
import type {
  BatchNormalization,
  GroupNormalization,
  LayerNormalization,
  Normalization,
  Rescaling,
  RMSNormalization,
  UnitNormalization,
} from '@ibexjs/layers';

import type { ExporterTable, LayerCall, LayerExporter } from '../exporter.js';
import { float } from '../graph/attributes.js';
import { reshape } from '../graph/weights.js';
import { floatInput, positiveAxis, range, rankOf } from './inputs.js';
import { unitLength } from './merging.js';

/** Brings an axis to place 1, where ONNX has channels, and back. */
function channelSecond(call: LayerCall, axis: number, draw: (x: string) => string): string {
  const rank = rankOf(call);
  const others = range(1, rank - 1).filter((other) => other !== axis);
  const order = [0, axis, ...others];
  const back = range(0, rank).map((place) => order.indexOf(place));
  return call.graph.transpose(draw(call.graph.transpose(floatInput(call), order)), back);
}

const batchNormalization: LayerExporter<BatchNormalization> = (layer, call) => {
  const { graph } = call;
  const size = layer.movingMean.shape[0]!;
  const constant = (variable: Variable | null, value: number) =>
    variable ? graph.weight(variable) : graph.floats(new Float32Array(size).fill(value));
  const axis = positiveAxis(layer.axis, rankOf(call));
  return channelSecond(call, axis, (x) =>
    graph.add(
      'BatchNormalization',
      [
        x,
        constant(layer.gamma, 1),
        constant(layer.beta, 0),
        graph.weight(layer.movingMean),
        graph.weight(layer.movingVariance),
      ],
      { epsilon: float(layer.epsilon) },
    ),
  );
};

/** A weight with the sizes of some axes, in the rank of the input. */
function spread(call: LayerCall, variable: Variable, axes: readonly number[]): string {
  const shape = call.inputs[0]!.shape.map((size, axis) => (axes.includes(axis) ? size! : 1));
  return call.graph.weight(variable, `spread ${shape.join('x')}`, reshape(shape));
}

const layerNormalization: LayerExporter<LayerNormalization> = (layer, call) => {
  const { graph } = call;
  const rank = rankOf(call);
  const axes = [layer.axis].flat().map((axis) => positiveAxis(axis, rank));
  axes.sort((a, b) => a - b);
  const x = floatInput(call);
  const trailing = axes.every((axis, i) => axis === rank - axes.length + i);
  if (trailing && !layer.rmsScaling) {
    const sizes = axes.map((axis) => call.inputs[0]!.shape[axis]!);
    const ones = () => graph.floats(new Float32Array(sizes.reduce((a, b) => a * b)).fill(1), sizes);
    const gamma = layer.gamma ? graph.weight(layer.gamma) : ones();
    const beta = layer.beta ? [graph.weight(layer.beta)] : [];
    return graph.add('LayerNormalization', [x, gamma, ...beta], {
      axis: axes[0]!,
      epsilon: float(layer.epsilon),
    });
  }
  const mean = (y: string) => graph.add('ReduceMean', [y], { axes, keepdims: 1 });
  const centered = graph.add('Sub', [x, mean(x)]);
  const variance = mean(graph.add('Mul', [centered, centered]));
  const root = graph.add('Sqrt', [graph.add('Add', [variance, graph.floats(layer.epsilon)])]);
  let y = graph.add('Div', [layer.rmsScaling ? x : centered, root]);
  if (layer.gamma) y = graph.add('Mul', [y, spread(call, layer.gamma, axes)]);
  return layer.beta ? graph.add('Add', [y, spread(call, layer.beta, axes)]) : y;
};

const rmsNormalization: LayerExporter<RMSNormalization> = (layer, call) => {
  const { graph } = call;
  const axes = [layer.axis].flat().map((axis) => positiveAxis(axis, rankOf(call)));
  const x = floatInput(call);
  const square = graph.add('ReduceMean', [graph.add('Mul', [x, x])], { axes, keepdims: 1 });
  const root = graph.add('Sqrt', [graph.add('Add', [square, graph.floats(layer.epsilon)])]);
  return graph.add('Mul', [graph.add('Div', [x, root]), spread(call, layer.scale, axes)]);
};

const unitNormalization: LayerExporter<UnitNormalization> = (layer, call) =>
  unitLength(call, floatInput(call), ...[layer.axis].flat());

const groupNormalization: LayerExporter<GroupNormalization> = (layer, call) => {
  const { graph } = call;
  const axis = positiveAxis(layer.axis, rankOf(call));
  const channels = call.inputs[0]!.shape[axis]!;
  const wide = [channels, ...range(0, rankOf(call) - 2).map(() => 1)];
  return channelSecond(call, axis, (x) => {
    // each group is one channel of an instance normalization
    const grouped = graph.add('Reshape', [x, graph.ints([0, layer.groups, -1])]);
    const constant = (value: number) => graph.floats(new Float32Array(layer.groups).fill(value));
    const normal = graph.add('InstanceNormalization', [grouped, constant(1), constant(0)], {
      epsilon: float(layer.epsilon),
    });
    let y = graph.add('Reshape', [normal, graph.add('Shape', [x])]);
    const wider = (variable: Variable) => graph.weight(variable, 'by channel', reshape(wide));
    if (layer.gamma) y = graph.add('Mul', [y, wider(layer.gamma)]);
    return layer.beta ? graph.add('Add', [y, wider(layer.beta)]) : y;
  });
};

const rescaling: LayerExporter<Rescaling> = (layer, call) => {
  const { graph } = call;
  const scaled = graph.elementwise('Mul', [floatInput(call), graph.floats(layer.scale)]);
  return graph.elementwise('Add', [scaled, graph.floats(layer.offset)]);
};

const normalization: LayerExporter<Normalization> = (layer, call) => {
  const { graph } = call;
  const { shape } = call.inputs[0]!;
  const kept = layer.axis.map((axis) => positiveAxis(axis, shape.length)).sort((a, b) => a - b);
  const statistic = (learned: Variable | null, given: Normalization['mean']) => {
    const values = learned
      ? graph.valuesOf(learned)
      : Float32Array.from([given].flat(2) as number[]);
    const sizes = learned ? learned.shape : givenShape(given);
    const wide = shape.map(() => 1);
    for (let i = 1; i <= sizes.length; i++) wide[kept.at(-i)!] = sizes.at(-i)!;
    return { values, wide };
  };
  const mean = statistic(layer.adaptMean, layer.mean);
  const variance = statistic(layer.adaptVariance, layer.variance);
  const divisors = variance.values.map((value) => Math.max(Math.sqrt(value), epsilon()));
  const offset = graph.floats(mean.values, mean.wide);
  const divisor = graph.floats(divisors, variance.wide);
  const x = floatInput(call);
  return layer.invert
    ? graph.add('Add', [graph.add('Mul', [x, divisor]), offset])
    : graph.add('Div', [graph.add('Sub', [x, offset]), divisor]);
};

function givenShape(given: Normalization['mean']): number[] {
  if (!Array.isArray(given)) return [];
  const [first] = given;
  return Array.isArray(first) ? [given.length, first.length] : [given.length];
}

export const normalizationLayers: ExporterTable = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
  Normalization: normalization,
  Rescaling: rescaling,
  RMSNormalization: rmsNormalization,
  UnitNormalization: unitNormalization,
};
