import { logitsOf } from '@ibexjs/core';
import {
  SymbolicTensor,
  isShapeList,
  toList,
  type CallArgs,
  type Layer,
  type Node,
  type Shape,
  type Shapes,
  type Tensors,
} from '@ibexjs/layers';
import * as tf from '@tensorflow/tfjs-core';

import type { Graph } from './map-graph.js';

/** One call of a layer; tensors are named by their place in the list of values. */
interface Step {
  readonly layer: Layer;
  readonly inputs: number | readonly number[];
  /** Arguments without tensors, or null when there are none. */
  readonly args: CallArgs | null;
  /** Arguments that hold tensors: their names and places. */
  readonly tensorArgs: readonly (readonly [
    name: string,
    places: number | readonly (number | null)[],
  ])[];
  readonly outputs: readonly number[];
  /** Values that no later step needs. */
  readonly release: readonly number[];
}

/**
 * A graph as a list of calls in the order to make them. It is worked out once, so that running the
 * model costs little beyond its layers, and each intermediate tensor is freed after its last use.
 */
export class Plan {
  readonly #steps: readonly Step[];
  readonly #inputs: readonly number[];
  readonly #outputs: readonly number[];

  constructor(graph: Graph, inputs: readonly SymbolicTensor[], outputs: readonly SymbolicTensor[]) {
    const places = new Map<SymbolicTensor, number>();
    const placeOf = (tensor: SymbolicTensor): number => {
      const known = places.get(tensor);
      if (known !== undefined) return known;
      places.set(tensor, places.size);
      return places.size - 1;
    };
    this.#inputs = inputs.map(placeOf);
    const nodes = graph.nodesByDepth.flat().filter((node) => !node.isInput);
    const lastUse = new Map<number, Node>();
    for (const node of nodes)
      for (const t of [...node.outputs, ...node.inputTensors]) lastUse.set(placeOf(t), node);
    this.#outputs = outputs.map(placeOf);
    for (const place of [...this.#inputs, ...this.#outputs]) lastUse.delete(place);
    this.#steps = nodes.map((node) => makeStep(node, placeOf, lastUse));
  }

  /** Computes the outputs. Intermediate tensors are freed on the way. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const values: (tf.Tensor | undefined)[] = [];
    for (const [i, place] of this.#inputs.entries()) values[place] = inputs[i];
    for (const step of this.#steps) {
      const given =
        typeof step.inputs === 'number'
          ? values[step.inputs]!
          : step.inputs.map((place) => values[place]!);
      const outputs: Tensors = step.layer.apply(given, argsOf(step, values));
      if (Array.isArray(outputs))
        for (const [i, place] of step.outputs.entries()) values[place] = outputs[i];
      else values[step.outputs[0]!] = outputs;
      for (const place of step.release) this.#free(place, values);
    }
    return this.#outputs.map((place) => values[place]!);
  }

  /**
   * Frees a value that this run made, unless something needs it still: a layer may return its input,
   * and the loss wants the logits of an output.
   */
  #free(place: number, values: (tf.Tensor | undefined)[]): void {
    const value = values[place];
    values[place] = undefined;
    if (value === undefined || value.kept || value.isDisposed || value instanceof tf.Variable)
      return;
    if (value.scopeId !== tf.engine().state.activeScope?.id || values.includes(value)) return;
    for (const output of this.#outputs) {
      const made = values[output];
      if (made && (logitsOf(made, 'softmax') ?? logitsOf(made, 'sigmoid')) === value) return;
    }
    value.dispose();
  }

  /** The same with shapes. */
  inferShapes(inputShapes: readonly Shape[]): Shape[] {
    const shapes: Shape[] = [];
    for (const [i, place] of this.#inputs.entries()) shapes[place] = inputShapes[i]!;
    for (const step of this.#steps) {
      const given =
        typeof step.inputs === 'number'
          ? shapes[step.inputs]!
          : step.inputs.map((place) => shapes[place]!);
      const found: Shapes = step.layer.computeOutputShape(given);
      for (const [i, shape] of (isShapeList(found) ? found : [found]).entries())
        shapes[step.outputs[i]!] = shape;
    }
    return this.#outputs.map((place) => shapes[place]!);
  }
}

function makeStep(
  node: Node,
  placeOf: (tensor: SymbolicTensor) => number,
  lastUse: ReadonlyMap<number, Node>,
): Step {
  const args: CallArgs = {};
  const tensorArgs: [string, number | (number | null)[]][] = [];
  for (const [name, value] of Object.entries(node.args)) {
    if (value instanceof SymbolicTensor) tensorArgs.push([name, placeOf(value)]);
    else if (Array.isArray(value) && value.some((item) => item instanceof SymbolicTensor)) {
      tensorArgs.push([
        name,
        value.map((item: unknown) => (item instanceof SymbolicTensor ? placeOf(item) : null)),
      ]);
    } else if (value !== undefined && value !== null) args[name] = value;
  }
  const touched = new Set([...node.outputs, ...node.inputTensors].map(placeOf));
  return {
    layer: node.layer,
    inputs: Array.isArray(node.inputs)
      ? node.inputs.map(placeOf)
      : placeOf(toList(node.inputs!)[0]!),
    args: Object.keys(args).length > 0 ? args : null,
    tensorArgs,
    outputs: node.outputs.map(placeOf),
    release: [...touched].filter((place) => lastUse.get(place) === node),
  };
}

function argsOf(step: Step, values: readonly (tf.Tensor | undefined)[]): CallArgs | undefined {
  if (step.tensorArgs.length === 0) return step.args ?? undefined;
  const args: CallArgs = { ...step.args };
  for (const [name, places] of step.tensorArgs) {
    args[name] =
      typeof places === 'number'
        ? values[places]
        : places.map((place) => (place === null ? null : values[place]));
  }
  return args;
}
