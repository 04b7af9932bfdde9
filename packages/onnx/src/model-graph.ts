import { NotFoundError } from '@ibexjs/core';
import {
  isShapeList,
  nodeOf,
  SymbolicTensor,
  type Layer,
  type Node,
  type Shapes,
} from '@ibexjs/layers';
import { Functional, Model, Sequential } from '@ibexjs/models';

import { exporterOf, type LayerCall, type Masked } from './exporter.js';
import type { OnnxGraph } from './graph/onnx-graph.js';
import type { Value } from './graph/value.js';

/** Writes one call of a layer, or all calls of a model that stands as a layer. */
function exportLayer(
  graph: OnnxGraph,
  layer: Layer,
  inputs: readonly Value[],
  args: Readonly<Record<string, unknown>> = {},
): Value[] {
  return graph.named(layer.name, () => {
    if (layer instanceof Model) return exportModel(graph, layer, inputs);
    const exporter = exporterOf(layer);
    const call: LayerCall = {
      graph,
      inputs,
      x: inputs[0]!.name,
      args,
      inner: (inner, given, more) => exportLayer(graph, inner, given, more),
    };
    const result = exporter(layer as never, call);
    const { outputs, masks } = maskedOf(layer, result, inputs);
    const shapes = outputShapes(layer, inputs);
    const dtypes = outputTypes(layer, inputs);
    return outputs.map((name, i) => ({
      name,
      shape: shapes[i] ?? shapes[0]!,
      dtype: dtypes[i] ?? dtypes[0]!,
      mask: masks[i] ?? null,
    }));
  });
}

function maskedOf(layer: Layer, result: unknown, inputs: readonly Value[]): Masked {
  if (typeof result === 'object' && result !== null && 'outputs' in result) return result as Masked;
  const outputs = [result].flat() as string[];
  const mask = layer.supportsMasking ? inputs[0]!.mask : null;
  return { outputs, masks: outputs.map(() => mask) };
}

function outputShapes(layer: Layer, inputs: readonly Value[]) {
  const given: Shapes = inputs.length === 1 ? inputs[0]!.shape : inputs.map(({ shape }) => shape);
  const shapes = layer.computeOutputShape(given);
  return isShapeList(shapes) ? shapes : [shapes];
}

function outputTypes(layer: Layer, inputs: readonly Value[]) {
  const symbols = inputs.map(({ shape, dtype }) => new SymbolicTensor(shape, dtype));
  const dtypes = layer.computeOutputDType(symbols.length === 1 ? symbols[0]! : symbols);
  return [dtypes].flat();
}

/**
 * Writes every layer between a model's inputs and outputs; layers that are used twice share their
 * weights.
 *
 * @throws NotFoundError for a model that is no graph, or a layer that cannot be exported
 */
export function exportModel(graph: OnnxGraph, model: Model, inputs: readonly Value[]): Value[] {
  if (!(model instanceof Functional || model instanceof Sequential) || !model.built) {
    throw new NotFoundError(
      `Model ${model.name} cannot be exported to ONNX: it is no graph of layers, or not built yet. ` +
        'Draw it by `model({ inputs, outputs })` or `sequential`, and build it.',
    );
  }
  const values = new Map<SymbolicTensor, Value>(
    model.inputs.map((tensor, i) => [tensor, inputs[i]!]),
  );
  const valueOf = (tensor: SymbolicTensor): Value => values.get(tensor)!;
  for (const node of callsOf(model)) {
    if (node.isInput) continue;
    const given = [node.inputs!].flat().map(valueOf);
    const outputs = exportLayer(graph, node.layer, given, argumentsOf(node, valueOf));
    node.outputs.forEach((tensor, i) => values.set(tensor, outputs[i]!));
  }
  return model.outputs.map(valueOf);
}

/** Calls in an order in which each comes after all that it needs. */
function callsOf(model: Model): Node[] {
  const sorted: Node[] = [];
  const seen = new Set<Node>();
  const inputs = new Set(model.inputs);
  const pending: { node: Node; ready: boolean }[] = [];
  const visit = (tensor: SymbolicTensor): void => {
    const node = inputs.has(tensor) ? undefined : nodeOf(tensor);
    if (node && !seen.has(node)) pending.push({ node, ready: false });
  };
  for (const output of model.outputs) {
    visit(output);
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { node, ready } = next;
      if (ready) sorted.push(node);
      else if (!seen.has(node)) {
        seen.add(node);
        pending.push({ node, ready: true });
        node.inputTensors.forEach(visit);
      }
    }
  }
  return sorted;
}

/** A call's further arguments, with values in the place of symbolic tensors. */
function argumentsOf(
  node: Node,
  valueOf: (tensor: SymbolicTensor) => Value,
): Record<string, unknown> {
  const replace = (value: unknown): unknown => {
    if (value instanceof SymbolicTensor) return valueOf(value);
    return Array.isArray(value) ? value.map(replace) : value;
  };
  return Object.fromEntries(
    Object.entries(node.args).map(([name, value]) => [name, replace(value)]),
  );
}
