import { FormatError, toCamelCase, toSnakeCase } from '@ibexjs/core';
import {
  SymbolicTensor,
  nodeOf,
  type CallArgs,
  type Layer,
  type Node,
  type SymbolicTensors,
} from '@ibexjs/layers';

/** Where a tensor comes from: layer name, which call of it, which output. */
export type TensorKey = [layer: string, node: number, tensor: number];

/** A call of a layer in Keras 3's form. */
export interface NodeConfig {
  args: unknown[];
  kwargs: Record<string, unknown>;
}

/** Which of the layer's calls inside `nodes` made the tensor: other models may use the layer too. */
export function tensorKey(tensor: SymbolicTensor, nodes: ReadonlySet<Node>): TensorKey {
  const node = nodeOf(tensor)!;
  const index = node.layer.inboundNodes.filter((n) => nodes.has(n)).indexOf(node);
  return [node.layer.name, index, tensor.history!.tensorIndex];
}

/** Keras 3's form of a call: positional inputs, then keyword arguments. */
export function serializeNode(node: Node, nodes: ReadonlySet<Node>): NodeConfig {
  const serialize = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(serialize);
    if (!(value instanceof SymbolicTensor)) return value;
    return {
      class_name: '__keras_tensor__',
      config: { shape: value.shape, dtype: value.dtype, keras_history: tensorKey(value, nodes) },
    };
  };
  const kwargs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node.args)) {
    if (value !== undefined) kwargs[toSnakeCase(name)] = serialize(value);
  }
  const names = argumentsOf(node.layer);
  if (names.length === 1 || !Array.isArray(node.inputs))
    return { args: [serialize(node.inputs)], kwargs };
  // a number stands at its place among the tensors
  const args: unknown[] = node.inputs.map(serialize);
  for (const [i, name] of names.entries()) {
    if (typeof node.args[name] !== 'number') continue;
    args.splice(i, 0, node.args[name]);
    delete kwargs[toSnakeCase(name)];
  }
  return { args, kwargs };
}

/** A call read from a config, its tensors still by name. */
export interface PendingCall {
  readonly inputs: unknown;
  readonly args: Record<string, unknown>;
  /** Every tensor that must exist before the call can be made. */
  readonly needs: readonly TensorReference[];
}

/** A tensor that stands in a config. */
class TensorReference {
  constructor(readonly key: TensorKey) {}
}

/** Reads the calls of one layer: of Keras 3, or of Keras 2 and tfjs-layers. */
export function parseNodes(layer: Layer, configs: unknown): PendingCall[] {
  if (!Array.isArray(configs))
    throw new FormatError(`Layer ${layer.name}: "inbound_nodes" must be a list.`);
  return configs.map((config: unknown) => {
    const found: TensorReference[] = [];
    const { inputs, args } = Array.isArray(config)
      ? parseLegacyNode(layer, config, found)
      : parseNode(layer, config as NodeConfig, found);
    return { inputs, args, needs: found };
  });
}

function parseNode(
  layer: Layer,
  config: NodeConfig,
  found: TensorReference[],
): { inputs: unknown; args: CallArgs } {
  if (typeof config !== 'object' || config === null || !Array.isArray(config.args)) {
    throw new FormatError(`Layer ${layer.name}: a call in "inbound_nodes" needs "args".`);
  }
  const names = argumentsOf(layer);
  if (names.length > 1) return parseSeveral(names, config, found);
  const [inputs, ...positional] = config.args;
  const args: Record<string, unknown> = {};
  const put = (name: string, value: unknown) => {
    // masks are found anew when the model runs
    if (value === null || value === undefined || /(^|_)mask$/.test(name)) return;
    args[toCamelCase(name)] = parseValue(value, found);
  };
  for (const [i, value] of positional.entries()) {
    if (value === null) continue;
    const name = names[i + 1];
    if (!name)
      throw new FormatError(
        `Layer ${layer.name} is called with ${config.args.length} arguments; it takes ${names.length}.`,
      );
    put(name, value);
  }
  for (const [name, value] of Object.entries(config.kwargs ?? {})) put(name, value);
  return { inputs: parseValue(inputs, found), args };
}

/** Names of the tensors that Keras' call takes one by one. */
function argumentsOf(layer: Layer): readonly string[] {
  return (layer.constructor as typeof Layer).callArguments;
}

/** Tensors that Keras' call takes by position or by name: here they are one list. */
function parseSeveral(
  names: readonly string[],
  config: NodeConfig,
  found: TensorReference[],
): { inputs: unknown; args: CallArgs } {
  const { args: positional, kwargs = {} } = config;
  const values = names.map((name, i) => positional[i] ?? kwargs[name] ?? null);
  const args: Record<string, unknown> = {};
  const inputs: unknown[] = [];
  for (const [i, value] of values.entries()) {
    if (typeof value === 'number') args[names[i]!] = value;
    else inputs.push(value);
  }
  for (const [name, value] of Object.entries(kwargs)) {
    if (value === null || names.includes(name) || isMask(name)) continue;
    args[toCamelCase(name)] = parseValue(value, found);
  }
  return {
    inputs: parseValue(
      inputs.filter((input) => input !== null),
      found,
    ),
    args,
  };
}

/** Masks along the way are found anew when the model runs; `attention_mask` is an input. */
function isMask(name: string): boolean {
  return name !== 'attention_mask' && /(^|_)mask$/.test(name) && name !== 'use_causal_mask';
}

function parseValue(value: unknown, found: TensorReference[]): unknown {
  if (Array.isArray(value)) return value.map((item) => parseValue(item, found));
  if (typeof value !== 'object' || value === null) return value;
  const { class_name: className, config } = value as {
    class_name?: string;
    config?: { keras_history?: unknown; value?: unknown };
  };
  if (className === '__keras_tensor__') return reference(config?.keras_history, found);
  if (className === '__tuple__')
    return parseValue((config as { items?: unknown } | undefined)?.items ?? [], found);
  return value;
}

function reference(key: unknown, found: TensorReference[]): TensorReference {
  if (!isTensorKey(key))
    throw new FormatError(
      `A tensor in a model's config needs [layer, node, tensor]; received ${JSON.stringify(key)}.`,
    );
  const made = new TensorReference(key);
  found.push(made);
  return made;
}

/** True for `["dense", 0, 0]`. */
export function isTensorKey(value: unknown): value is TensorKey {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1]) &&
    Number.isInteger(value[2])
  );
}

/** Keras 2 and tfjs-layers: `[["conv", 0, 0, {}], …]`; a single input may stand without the list around it. */
function parseLegacyNode(
  layer: Layer,
  config: unknown[],
  found: TensorReference[],
): { inputs: unknown; args: CallArgs } {
  const entries = isTensorKey(config) ? [config] : config;
  let args: Record<string, unknown> = {};
  const inputs = entries.map((entry: unknown) => {
    if (!isTensorKey(entry))
      throw new FormatError(`Layer ${layer.name}: cannot read the call ${JSON.stringify(entry)}.`);
    const kwargs = (entry as unknown[])[3];
    if (typeof kwargs === 'object' && kwargs !== null)
      args = { ...args, ...parseLegacyKwargs(kwargs, found) };
    return reference([entry[0], entry[1], entry[2]], found);
  });
  const others = argumentsOf(layer)
    .slice(1)
    .filter((name) => name in args);
  for (const name of others) inputs.push(args[name] as TensorReference);
  args = Object.fromEntries(Object.entries(args).filter(([name]) => !others.includes(name)));
  return { inputs: inputs.length === 1 ? inputs[0] : inputs, args };
}

function parseLegacyKwargs(kwargs: object, found: TensorReference[]): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kwargs)) {
    if (value === null || /(^|_)mask$/.test(name)) continue;
    const one = (item: unknown): unknown => {
      if (isTensorKey(item)) return reference([item[0], item[1], item[2]], found);
      return Array.isArray(item) ? item.map(one) : item;
    };
    args[toCamelCase(name)] = one(value);
  }
  return args;
}

/** Puts tensors in the place of their references. */
function resolveReferences(value: unknown, tensorOf: (key: TensorKey) => SymbolicTensor): unknown {
  if (value instanceof TensorReference) return tensorOf(value.key);
  return Array.isArray(value) ? value.map((item) => resolveReferences(item, tensorOf)) : value;
}

/** Makes the call. */
export function makeCall(
  layer: Layer,
  call: PendingCall,
  tensorOf: (key: TensorKey) => SymbolicTensor,
): void {
  const args = Object.fromEntries(
    Object.entries(call.args).map(([name, value]) => [name, resolveReferences(value, tensorOf)]),
  );
  layer.apply(resolveReferences(call.inputs, tensorOf) as SymbolicTensors, args);
}
