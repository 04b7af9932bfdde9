import { StateError, type Variable } from '@ibexjs/core';

import {
  DATA_TYPES,
  type GraphProto,
  type NodeProto,
  type OnnxType,
  type TensorProto,
  type ValueInfoProto,
} from '../proto/messages.js';
import { attributeProtos, type Attributes } from './attributes.js';
import type { Arrange, Weights } from './weights.js';

/** What a graph and the graphs inside it share. */
interface Shared {
  readonly weights: Weights;
  readonly used: Set<string>;
  readonly initializers: TensorProto[];
  /** Constants that stand already, by what they hold. */
  readonly constants: Map<string, string>;
  /** Constants of one number, whatever the rank of what they meet. */
  readonly scalars: Set<string>;
  /** Weights that stand already, by their form. */
  readonly forms: Map<Variable, Map<string, string>>;
  /** The layer that is being exported, after which nodes are named. */
  scope: string;
}

/** An ONNX graph that is being drawn. Tensors are named; every method returns names. */
export class OnnxGraph {
  readonly nodes: NodeProto[] = [];
  readonly #shared: Shared;
  /** Transposes by what they give, so that two that undo each other vanish. */
  readonly #transposes = new Map<string, { source: string; order: readonly number[] }>();

  /** The same of reversals. */
  readonly #reversals = new Map<string, { source: string; axis: number }>();

  /** @param outer the graph that this one stands inside of, or the weights for a new one */
  constructor(outer: OnnxGraph | Weights) {
    this.#shared =
      outer instanceof OnnxGraph
        ? outer.#shared
        : {
            weights: outer,
            used: new Set(),
            initializers: [],
            constants: new Map(),
            scalars: new Set(),
            forms: new Map(),
            scope: '',
          };
  }

  get initializers(): readonly TensorProto[] {
    return this.#shared.initializers;
  }

  /** Runs `draw` with nodes named after a layer. */
  named<T>(layer: string, draw: () => T): T {
    const outer = this.#shared.scope;
    this.#shared.scope = outer === '' ? layer : `${outer}/${layer}`;
    try {
      return draw();
    } finally {
      this.#shared.scope = outer;
    }
  }

  /** A name that nothing has yet. */
  unique(name: string): string {
    const { used } = this.#shared;
    let free = name;
    for (let i = 1; used.has(free); i++) free = `${name}_${i}`;
    used.add(free);
    return free;
  }

  /** An operator with one output; '' stands for an input that is left out. */
  add(opType: string, input: readonly string[], attributes: Attributes = {}): string {
    return this.addSeveral(opType, input, 1, attributes)[0]!;
  }

  /** An operator with several outputs. */
  addSeveral(
    opType: string,
    input: readonly string[],
    outputs: number,
    attributes: Attributes = {},
  ): string[] {
    const { scope } = this.#shared;
    const name = this.unique(scope === '' ? opType : `${scope}/${opType}`);
    const output = Array.from({ length: outputs }, (_, i) =>
      this.unique(outputs === 1 ? `${name}:0` : `${name}:${i}`),
    );
    this.nodes.push({
      name,
      opType,
      input: [...input],
      output,
      attribute: attributeProtos(attributes),
    });
    return output;
  }

  /**
   * An operator that works on each element alone. Where all inputs that are no constants come from
   * transposes of one kind, it is done before them: images then stay as convolutions want them.
   */
  elementwise(opType: string, input: readonly string[], attributes: Attributes = {}): string {
    const tensors = input.filter((name) => name !== '' && !this.#shared.scalars.has(name));
    const moved = tensors.map((name) => this.#transposes.get(name));
    const [first] = moved;
    if (!first || moved.some((one) => String(one?.order) !== String(first.order)))
      return this.add(opType, input, attributes);
    const sources = input.map((name) => this.#transposes.get(name)?.source ?? name);
    return this.transpose(this.add(opType, sources, attributes), inverse(first.order));
  }

  /** Axis i of the result is axis `order[i]` of `x`. */
  transpose(x: string, order: readonly number[]): string {
    if (order.every((axis, i) => axis === i)) return x;
    const before = this.#transposes.get(x);
    // before.order leads back to the source
    if (before && String(before.order) === String(order)) return before.source;
    const y = this.add('Transpose', [x], { perm: order });
    this.#transposes.set(y, { source: x, order: inverse(order) });
    return y;
  }

  /** `x` from its end to its beginning along an axis. */
  reverse(x: string, axis: number): string {
    const before = this.#reversals.get(x);
    if (before?.axis === axis) return before.source;
    const [from, to] = [this.ints([-1]), this.ints([-(2 ** 31)])];
    const y = this.add('Slice', [x, from, to, this.ints([axis]), this.ints([-1])]);
    this.#reversals.set(y, { source: x, axis });
    return y;
  }

  /** A weight of the model, in the form that `arrange` gives it; `form` tells forms apart. */
  weight(variable: Variable, form = '', arrange: Arrange = (weight) => weight): string {
    const data = this.#shared.weights.get(variable);
    if (!data) throw new StateError(`The weight ${variable.path} does not belong to the model.`);
    const forms = this.#shared.forms.get(variable) ?? new Map<string, string>();
    this.#shared.forms.set(variable, forms);
    const present = forms.get(form);
    if (present !== undefined) return present;
    const { shape, data: values } = arrange({ shape: variable.shape, data });
    const name = this.#initializer(variable.path, 'float', shape, bytesOf(values));
    forms.set(form, name);
    return name;
  }

  /** The values of a weight, for what is computed from several. */
  valuesOf(variable: Variable): Float32Array {
    return this.#shared.weights.get(variable)!;
  }

  /** Constant floats; a scalar when no shape is given and it is one number. */
  floats(values: number | ArrayLike<number>, shape?: readonly number[]): string {
    const list = typeof values === 'number' ? [values] : Array.from(values);
    const sizes = shape ?? (typeof values === 'number' ? [] : [list.length]);
    return this.#constant('float', sizes, bytesOf(Float32Array.from(list)), list);
  }

  /** Constant whole numbers (int64): shapes, axes, indices. */
  ints(values: number | readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = bytesOf(BigInt64Array.from(list.map(BigInt)));
    return this.#constant('int64', typeof values === 'number' ? [] : [list.length], bytes, list);
  }

  #constant(
    type: OnnxType,
    shape: readonly number[],
    bytes: Uint8Array,
    values: readonly number[],
  ): string {
    const { constants, scalars } = this.#shared;
    const key = `${type} ${shape.join('x')} ${values.join(' ')}`;
    const present = constants.get(key);
    if (present !== undefined) return present;
    const name = this.#initializer('constant', type, shape, bytes);
    constants.set(key, name);
    if (shape.length === 0) scalars.add(name);
    return name;
  }

  #initializer(name: string, type: OnnxType, shape: readonly number[], bytes: Uint8Array): string {
    const free = this.unique(name);
    this.#shared.initializers.push({
      name: free,
      dims: shape,
      dataType: DATA_TYPES[type],
      rawData: bytes,
    });
    return free;
  }

  /** The graph, without nodes that nothing needs; the outermost one holds all initializers. */
  finish(
    name: string,
    input: ValueInfoProto[],
    output: ValueInfoProto[],
    isOuter: boolean,
  ): GraphProto {
    const node = usedNodes(this.nodes, new Set(output.map((value) => value.name)));
    const needed = new Set(node.flatMap(namesIn));
    const initializer = isOuter
      ? this.initializers.filter((tensor) => needed.has(tensor.name))
      : [];
    return { name, node, initializer, input, output };
  }
}

function inverse(order: readonly number[]): number[] {
  return order.map((_, axis) => order.indexOf(axis));
}

/** Everything that a node reads, also inside of its graphs. */
function namesIn(node: NodeProto): string[] {
  const inner = node.attribute.flatMap(({ g }) =>
    g ? [...g.node.flatMap(namesIn), ...g.output.map((value) => value.name)] : [],
  );
  return [...node.input, ...inner];
}

function usedNodes(nodes: readonly NodeProto[], needed: Set<string>): NodeProto[] {
  const kept: NodeProto[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    for (const name of namesIn(node)) needed.add(name);
    kept.push(node);
  }
  return kept.reverse();
}

function bytesOf(data: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
