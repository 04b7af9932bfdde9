import {
  InputLayer,
  Node,
  SymbolicTensor,
  nodeOf,
  toList,
  type CallArgs,
  type SymbolicTensors,
} from '@ibexjs/layers';

import { mapGraph } from './map-graph.js';

/** True for what `input()` made. */
export function isGraphInput(tensor: SymbolicTensor): boolean {
  return nodeOf(tensor)?.isInput ?? false;
}

/**
 * A copy of the graph between `inputs` and `outputs` in which inputs from the middle of another
 * graph are inputs of their own. The layers, and so the weights, stay shared.
 */
export function cloneGraph(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): { inputs: SymbolicTensor[]; outputs: SymbolicTensor[] } {
  const copies = new Map<SymbolicTensor, SymbolicTensor>();
  for (const tensor of inputs) {
    const copy = isGraphInput(tensor)
      ? tensor
      : new InputLayer({
          batchShape: tensor.shape,
          dtype: tensor.dtype,
          name: `${tensor.name}CLONE`,
        }).symbol;
    copies.set(tensor, copy);
  }
  const copyOf = (tensor: SymbolicTensor): SymbolicTensor => {
    const known = copies.get(tensor);
    if (known) return known;
    const copy = new SymbolicTensor(tensor.shape, tensor.dtype, `${tensor.name}_clone`);
    copies.set(tensor, copy);
    return copy;
  };
  const copyAll = (tensors: SymbolicTensors): SymbolicTensors =>
    Array.isArray(tensors) ? tensors.map(copyOf) : copyOf(tensors);
  for (const node of mapGraph(inputs, outputs).nodesByDepth.flat()) {
    if (node.isInput) continue;
    new Node(
      node.layer,
      copyAll(node.inputs!),
      copyArgs(node.args, copyOf),
      node.outputs.map(copyOf),
    );
  }
  return { inputs: inputs.map(copyOf), outputs: outputs.map(copyOf) };
}

function copyArgs(args: CallArgs, copyOf: (tensor: SymbolicTensor) => SymbolicTensor): CallArgs {
  const copy = (value: unknown): unknown => {
    if (value instanceof SymbolicTensor) return copyOf(value);
    return Array.isArray(value) ? toList(value).map(copy) : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, copy(value)]));
}
