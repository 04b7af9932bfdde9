import { FormatError, type SerializedObject } from '@ibexjs/core';
import {
  deserializeLayer,
  isOperationConfig,
  layerRegistry,
  operationRegistry,
  serializeLayer,
  type Layer,
  type SerializedLayer,
  type SymbolicTensor,
} from '@ibexjs/layers';

import type { Graph } from './map-graph.js';
import {
  isTensorKey,
  makeCall,
  parseNodes,
  serializeNode,
  tensorKey,
  type PendingCall,
  type TensorKey,
} from './node-config.js';
import { mapStructure, type TensorStructure } from './structure.js';

/** A functional model's graph in Keras' keys. */
export interface GraphConfig {
  layers: SerializedLayer[];
  input_layers: unknown;
  output_layers: unknown;
}

/** Whether a layer is a model that was itself drawn as a graph: Keras counts its calls from 1. */
export type IsNestedModel = (layer: Layer) => boolean;

/** Keras 3's form of a graph. */
export function serializeGraph(
  graph: Graph,
  inputs: TensorStructure,
  outputs: TensorStructure,
  isFunctional: IsNestedModel,
): GraphConfig {
  const layers = graph.layers.map((layer) => ({
    ...serializeLayer(layer),
    name: layer.name,
    inbound_nodes: layer.inboundNodes
      .filter((node) => graph.nodes.has(node) && !node.isInput)
      .map((node) => serializeNode(node, graph.nodes)),
  }));
  const keyOf = (tensor: SymbolicTensor): TensorKey => {
    const [name, index, output] = tensorKey(tensor, graph.nodes);
    return [name, isFunctional(tensor.sourceLayer!) ? index + 1 : index, output];
  };
  return {
    layers,
    input_layers: mapStructure(inputs, keyOf),
    output_layers: mapStructure(outputs, keyOf),
  };
}

/** Draws a graph again from its config: Keras 3's, Keras 2's or tfjs-layers'. */
export function deserializeGraph(
  config: Record<string, unknown>,
  isFunctional: IsNestedModel,
  isModel: IsNestedModel,
): { inputs: TensorStructure; outputs: TensorStructure } {
  const layerConfigs = config['layers'];
  if (!Array.isArray(layerConfigs))
    throw new FormatError('A functional model\'s config needs "layers".');
  const layers = new Map<string, Layer>();
  const pending = new Map<Layer, PendingCall[]>();
  const legacy = new Set<Layer>();
  for (const layerConfig of layerConfigs as SerializedLayer[]) {
    if (isMaskOperation(layerConfig)) continue;
    const layer = deserializeLayer(withName(layerConfig));
    layers.set(layerConfig.name ?? layer.name, layer);
    if (isLegacy(layerConfig)) legacy.add(layer);
    const calls = parseNodes(layer, layerConfig.inbound_nodes ?? []);
    if (calls.length > 0) pending.set(layer, calls);
  }
  const find = (
    [name, index, output]: TensorKey,
    countsFromOne: IsNestedModel,
  ): SymbolicTensor | undefined => {
    const layer = layers.get(name);
    if (!layer)
      throw new FormatError(
        `The model's config refers to a layer "${name}" that it does not have.`,
      );
    return layer.inboundNodes[countsFromOne(layer) ? index - 1 : index]?.outputs[output];
  };
  // Keras 2 and tfjs-layers count the calls of nested models from 1 everywhere
  const inbound: IsNestedModel = (layer) => legacy.has(layer) && isModel(layer);
  makeCalls(pending, (key) => find(key, inbound));
  const tensorOf = (key: TensorKey): SymbolicTensor => {
    const tensor = find(key, (layer) => (legacy.has(layer) ? isModel(layer) : isFunctional(layer)));
    if (!tensor)
      throw new FormatError(
        `The model's config refers to output ${JSON.stringify(key)}, which does not exist.`,
      );
    return tensor;
  };
  return {
    inputs: parseKeys(config['input_layers'], tensorOf),
    outputs: parseKeys(config['output_layers'], tensorOf),
  };
}

/** Keras 3 leaves modules out in `.h5` files, but writes calls as it does elsewhere. */
function isLegacy({
  module,
  registered_name: name,
  inbound_nodes: nodes,
}: SerializedLayer): boolean {
  return module === undefined && name === undefined && !nodes?.some((node) => !Array.isArray(node));
}

/** Keras writes how it found masks as operations of the graph; here masks are found at every call. */
function isMaskOperation(layer: SerializedLayer): boolean {
  return (
    isOperationConfig(layer) &&
    !operationRegistry.has(layer.class_name) &&
    !layerRegistry.has(layer.class_name)
  );
}

/** Keras 2 and tfjs-layers write the name beside the config, at times only there. */
function withName(layer: SerializedLayer): SerializedObject {
  if (
    typeof layer.config !== 'object' ||
    layer.config === null ||
    'name' in layer.config ||
    !layer.name
  )
    return layer;
  return { ...layer, config: { ...layer.config, name: layer.name } };
}

/** Makes each call as soon as its inputs exist; a layer's calls keep their order. */
function makeCalls(
  pending: Map<Layer, PendingCall[]>,
  find: (key: TensorKey) => SymbolicTensor | undefined,
): void {
  while (pending.size > 0) {
    let progress = false;
    for (const [layer, calls] of pending) {
      while (calls.length > 0 && calls[0]!.needs.every(({ key }) => find(key) !== undefined)) {
        makeCall(layer, calls.shift()!, (key) => find(key)!);
        progress = true;
      }
      if (calls.length === 0) pending.delete(layer);
    }
    if (!progress) {
      const names = [...pending.keys()].map((layer) => layer.name).join(', ');
      throw new FormatError(
        `The model's config cannot be drawn: a loop, or inputs that are missing, at ${names}.`,
      );
    }
  }
}

/** `[["a", 0, 0], …]`, `["a", 0, 0]` or `{a: ["a", 0, 0]}`. */
function parseKeys(value: unknown, tensorOf: (key: TensorKey) => SymbolicTensor): TensorStructure {
  if (isTensorKey(value)) return tensorOf(value);
  if (Array.isArray(value)) return value.map((item) => parseKeys(item, tensorOf) as SymbolicTensor);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        parseKeys(item, tensorOf) as SymbolicTensor,
      ]),
    );
  }
  throw new FormatError(
    `A model's inputs and outputs must be [layer, node, tensor]; received ${JSON.stringify(value)}.`,
  );
}
