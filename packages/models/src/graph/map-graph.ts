import { ValueError } from '@ibexjs/core';
import { nodeOf, type Layer, type Node, type SymbolicTensor } from '@ibexjs/layers';

/** The part of the graph that leads from inputs to outputs. */
export interface Graph {
  /** The calls, by depth: first those farthest from the outputs. */
  readonly nodesByDepth: readonly (readonly Node[])[];
  readonly nodes: ReadonlySet<Node>;
  /** Layers in Keras' order, which is that of weights in files: by depth, then as met. */
  readonly layers: readonly Layer[];
}

/**
 * Finds the calls that compute `outputs` from `inputs`, and their order. The depth of a call is the
 * longest way from it to an output; a layer used several times stands at its greatest depth.
 *
 * @throws ValueError when an output needs a tensor that is not among the inputs, or when two layers
 * have one name
 */
export function mapGraph(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): Graph {
  const { sorted, order } = sortNodes(inputs, outputs);
  const inGraph = new Set(sorted);
  const nodeDepths = new Map<Node, number>();
  const layerDepths = new Map<Layer, number>();
  for (const node of [...sorted].reverse()) {
    const depth = Math.max(nodeDepths.get(node) ?? 0, layerDepths.get(node.layer) ?? 0);
    nodeDepths.set(node, depth);
    layerDepths.set(node.layer, depth);
    for (const parent of parentsOf(node)) {
      if (inGraph.has(parent))
        nodeDepths.set(parent, Math.max(depth + 1, nodeDepths.get(parent) ?? 0));
    }
  }
  for (const input of inputs) {
    const node = nodeOf(input);
    if (!node?.isInput || layerDepths.has(node.layer)) continue;
    // an input that no output needs still belongs to the model
    layerDepths.set(node.layer, 0);
    order.set(node.layer, -1);
    nodeDepths.set(node, 0);
  }
  const layers = [...layerDepths.keys()].sort(
    (a, b) => layerDepths.get(b)! - layerDepths.get(a)! || order.get(a)! - order.get(b)!,
  );
  const graph = {
    nodesByDepth: groupByDepth(nodeDepths),
    nodes: new Set(nodeDepths.keys()),
    layers,
  };
  checkConnected(inputs, outputs, graph);
  checkNames(layers);
  return graph;
}

function parentsOf(node: Node): Node[] {
  return node.inputTensors.flatMap((tensor) => nodeOf(tensor) ?? []);
}

function groupByDepth(depths: ReadonlyMap<Node, number>): Node[][] {
  const groups = new Map<number, Node[]>();
  for (const [node, depth] of depths) {
    const group = groups.get(depth);
    if (group) group.push(node);
    else groups.set(depth, [node]);
  }
  return [...groups.entries()].sort(([a], [b]) => b - a).map(([, nodes]) => nodes);
}

/** Depth-first from the outputs: each node after all that it needs; layers numbered as first met. */
function sortNodes(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): { sorted: Node[]; order: Map<Layer, number> } {
  const sorted: Node[] = [];
  const order = new Map<Layer, number>();
  const seen = new Set<Node>();
  const visit = (tensor: SymbolicTensor): void => {
    const node = nodeOf(tensor);
    if (!node || seen.has(node)) return;
    seen.add(node);
    if (!node.isInput && inputs.includes(tensor)) return;
    if (!order.has(node.layer)) order.set(node.layer, order.size);
    for (const input of node.inputTensors) visit(input);
    sorted.push(node);
  };
  outputs.forEach(visit);
  return { sorted, order };
}

function checkConnected(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
  graph: Graph,
): void {
  const known = new Set(inputs);
  const lost = (tensor: SymbolicTensor, where: string): never => {
    throw new ValueError(
      `The graph is disconnected: ${where} needs the output of layer ${tensor.sourceLayer?.name ?? '?'}, ` +
        `which cannot be computed from the inputs ${inputs.map((t) => t.sourceLayer!.name).join(', ')}. ` +
        'Every `input()` that the outputs depend on must stand in `inputs`.',
    );
  };
  for (const node of graph.nodesByDepth.flat()) {
    for (const tensor of node.inputTensors)
      if (!known.has(tensor)) lost(tensor, `layer ${node.layer.name}`);
    if (node.isInput && !known.has(node.outputs[0]!)) lost(node.outputs[0]!, 'the model');
    for (const tensor of node.outputs) known.add(tensor);
  }
  for (const output of outputs) if (!known.has(output)) lost(output, 'the model');
}

function checkNames(layers: readonly Layer[]): void {
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) {
      throw new ValueError(
        `Two layers of the model are called "${name}"; give one of them another \`name\`.`,
      );
    }
    names.add(name);
  }
}
