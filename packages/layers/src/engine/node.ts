import type { Layer } from './layer.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import { toList, type CallArgs, type SymbolicTensors } from './types.js';

/**
 * One call of a layer on symbolic tensors: an edge bundle of the graph. A layer that is used
 * several times has several nodes.
 */
export class Node {
  readonly layer: Layer;
  /** Position in `layer.inboundNodes`. */
  readonly index: number;
  /** As the layer was called: one symbolic tensor or a list; null for an input layer. */
  readonly inputs: SymbolicTensors | null;
  /** Further arguments; symbolic tensors among them are inputs too. */
  readonly args: CallArgs;
  readonly outputs: SymbolicTensor[];

  /** Registers itself with the layer and marks the outputs as made here. */
  constructor(
    layer: Layer,
    inputs: SymbolicTensors | null,
    args: CallArgs,
    outputs: SymbolicTensor[],
  ) {
    this.layer = layer;
    this.index = layer.inboundNodes.length;
    this.inputs = inputs;
    this.args = args;
    this.outputs = outputs;
    layer.inboundNodes.push(this);
    for (const input of this.inputTensors) input.history?.layer.outboundNodes.push(this);
    for (const [tensorIndex, output] of outputs.entries()) {
      output.history = { layer, nodeIndex: this.index, tensorIndex };
    }
  }

  /** Every symbolic tensor that goes in, those among the further arguments last. */
  get inputTensors(): SymbolicTensor[] {
    const found = this.inputs === null ? [] : [...toList(this.inputs)];
    for (const value of Object.values(this.args)) {
      for (const item of toList(value)) if (item instanceof SymbolicTensor) found.push(item);
    }
    return found;
  }

  /** True where the graph begins. */
  get isInput(): boolean {
    return this.inputs === null;
  }
}

/** The call that made a symbolic tensor. */
export function nodeOf(tensor: SymbolicTensor): Node | undefined {
  return tensor.history?.layer.inboundNodes[tensor.history.nodeIndex];
}
