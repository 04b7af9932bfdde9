import { typeOfNumber, TYPE_NUMBERS, type ElementType } from '../api/data-types.js';
import type { CApi, GraphOutput } from '../api/symbols.js';
import { type VariableValue } from './variable-value.js';
import { TraceError } from '../errors.js';
import { EagerValue, type EagerExecutor } from './eager.js';
import type { Attribute, Attributes, Executor, Input, Numbers, Value } from './executor.js';
import { dimensions, makeHostTensor } from './host-tensor.js';
import type { Runtime } from './runtime.js';

/** A tensor that a graph will compute. */
export class GraphValue implements Value {
  constructor(
    readonly graph: GraphExecutor,
    readonly output: GraphOutput,
    readonly shape: readonly number[],
    readonly dtype: ElementType,
  ) {}
}

/** What a parameter of the function stands for: an input, a variable, or a tensor from outside. */
export type Source = number | VariableValue | EagerValue;

/** Notes operations as nodes of a graph, to make a function of it. */
export class GraphExecutor implements Executor {
  readonly keepsValues = true;
  readonly runtime: Runtime;
  private readonly graph: number;
  private readonly api: CApi;
  private nodes = 0;
  private readonly parameters = new Map<Source, GraphValue>();
  private readonly constants = new Map<string, GraphValue>();
  private readonly inlined = new Map<EagerValue, GraphValue>();
  /** Tensors made while the graph is noted: their values become part of it. */
  private readonly born = new WeakSet<EagerValue>();

  constructor(readonly eager: EagerExecutor) {
    this.runtime = eager.runtime;
    this.api = this.runtime.library.api;
    this.graph = this.api.TF_NewGraph();
  }

  get numNodes(): number {
    return this.nodes;
  }

  /** A parameter of the function. */
  parameter(source: Source, shape: readonly number[], dtype: ElementType): GraphValue {
    const node = this.begin('Placeholder');
    this.api.TF_SetAttrType(node, 'dtype', TYPE_NUMBERS[dtype]);
    this.api.TF_SetAttrShape(node, 'shape', dimensions(shape), shape.length);
    const value = new GraphValue(this, { oper: this.finish(node), index: 0 }, shape, dtype);
    this.parameters.set(source, value);
    return value;
  }

  /** What the function's parameters stand for, in their order. */
  get sources(): Source[] {
    return [...this.parameters.keys()];
  }

  run(name: string, inputs: readonly Input[], attrs: Attributes, outputs: number): GraphValue[] {
    const node = this.begin(name);
    for (const input of inputs) {
      if (Array.isArray(input)) this.addList(node, input as readonly Value[]);
      else this.api.TF_AddInput(node, this.inside(input as Value).output);
    }
    for (const key of Object.keys(attrs)) this.setAttribute(node, key, attrs[key]!);
    const oper = this.finish(node, name);
    return Array.from({ length: outputs }, (_, index) => this.describe(name, { oper, index }));
  }

  constant(values: Numbers, shape: readonly number[], dtype: ElementType): GraphValue {
    const small = ArrayBuffer.isView(values) && values.length <= 16;
    const key = small ? `${dtype}:${shape.join()}:${bits(values)}` : '';
    const known = this.constants.get(key);
    if (small && known) return known;
    const tensor = makeHostTensor(this.runtime.library, values, shape, dtype);
    const value = this.constantOf(tensor, shape, dtype);
    if (small) this.constants.set(key, value);
    return value;
  }

  private constantOf(tensor: number, shape: readonly number[], dtype: ElementType): GraphValue {
    const node = this.begin('Const');
    this.api.TF_SetAttrTensor(node, 'value', tensor, this.runtime.status.pointer);
    this.api.TF_SetAttrType(node, 'dtype', TYPE_NUMBERS[dtype]);
    this.api.TF_DeleteTensor(tensor);
    return new GraphValue(this, { oper: this.finish(node), index: 0 }, shape, dtype);
  }

  /** Marks a tensor as made while the graph is noted. */
  bear(value: EagerValue): void {
    this.born.add(value);
  }

  /** A value as this graph sees it: one from outside becomes a constant or a parameter. */
  private inside(value: Value): GraphValue {
    if (value instanceof GraphValue) {
      if (value.graph === this) return value;
      throw new TraceError('a tensor of an earlier compiled step was used');
    }
    const outside = value as EagerValue | VariableValue;
    const known = this.parameters.get(outside);
    if (known) return known;
    if (outside instanceof EagerValue && this.born.has(outside)) return this.inline(outside);
    return this.parameter(outside, outside.shape, outside.dtype);
  }

  private inline(value: EagerValue): GraphValue {
    const known = this.inlined.get(value);
    if (known) return known;
    const made = this.constantOf(this.eager.hostTensor(value), value.shape, value.dtype);
    this.inlined.set(value, made);
    return made;
  }

  private addList(node: number, values: readonly Value[]): void {
    const list = new BigInt64Array(2 * values.length);
    values.forEach((value, i) => {
      const { oper, index } = this.inside(value).output;
      list[2 * i] = BigInt(oper);
      list[2 * i + 1] = BigInt(index);
    });
    this.api.TF_AddInputList(node, list, values.length);
  }

  private begin(name: string): number {
    return this.api.TF_NewOperation(this.graph, name, `${name}_${this.nodes++}`);
  }

  private finish(node: number, name?: string): number {
    const oper = this.api.TF_FinishOperation(node, this.runtime.status.pointer);
    this.runtime.status.check(name);
    return oper;
  }

  private describe(name: string, output: GraphOutput): GraphValue {
    const { pointer } = this.runtime.status;
    const rank = this.api.TF_GraphGetTensorNumDims(this.graph, output, pointer);
    const sizes = new BigInt64Array(Math.max(rank, 1));
    if (rank > 0) {
      this.api.TF_GraphGetTensorShape(this.graph, output, sizes, rank, pointer);
      this.runtime.status.check(name);
    }
    const shape = Array.from(sizes.subarray(0, Math.max(rank, 0)), Number);
    if (rank < 0 || shape.some((size) => size < 0)) {
      throw new TraceError(`the shape of the result of ${name} depends on values`);
    }
    const dtype = typeOfNumber(this.api.TF_OperationOutputType(output));
    return new GraphValue(this, output, shape, dtype);
  }

  private setAttribute(node: number, name: string, value: Attribute): void {
    const { api } = this;
    if (typeof value === 'boolean') api.TF_SetAttrBool(node, name, Number(value));
    else if (typeof value === 'number') api.TF_SetAttrInt(node, name, value);
    else if (typeof value === 'string') {
      const text = new TextEncoder().encode(value);
      api.TF_SetAttrString(node, name, text, text.length);
    } else if ('float' in value) api.TF_SetAttrFloat(node, name, value.float);
    else if ('type' in value) api.TF_SetAttrType(node, name, TYPE_NUMBERS[value.type]);
    else if ('proto' in value) {
      const { pointer } = this.runtime.status;
      api.TF_SetAttrValueProto(node, name, value.proto, value.proto.length, pointer);
      this.runtime.status.check(name);
    } else {
      api.TF_SetAttrIntList(node, name, BigInt64Array.from(value, BigInt), value.length);
    }
  }

  /** Nodes live as long as their graph. */
  release(): void {
    // nothing to free
  }

  /** Makes what was noted a function, parameters in, `results` out, that is called by its name. */
  define(name: string, results: readonly Value[]): void {
    const outputs = (values: readonly Value[]) =>
      BigInt64Array.from(
        values.flatMap((value) => {
          const { oper, index } = this.inside(value).output;
          return [BigInt(oper), BigInt(index)];
        }),
      );
    const out = outputs(results); // may add parameters
    const inputs = [...this.parameters.values()];
    const { context, status } = this.runtime;
    const made = this.api.TF_GraphToFunction(
      ...([this.graph, name, 0, -1, 0] as const),
      ...([inputs.length, outputs(inputs)] as const),
      ...([results.length, out, 0, 0, name, status.pointer] as const),
    );
    status.check(name);
    this.api.TFE_ContextAddFunction(context, made, status.pointer);
    this.api.TF_DeleteFunction(made);
    status.check(name);
  }

  dispose(): void {
    this.api.TF_DeleteGraph(this.graph);
  }
}

function bits(values: Exclude<Numbers, readonly Uint8Array[]>): string {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).join();
}
