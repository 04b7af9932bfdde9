import { KERAS_VERSION } from '../keras-version.js';

type Json = Record<string, unknown>;

/** Names of the models among a graph's layers: Keras 2 counts their calls from 1. */
interface InnerModels {
  functional: ReadonlySet<unknown>;
  sequential: ReadonlySet<unknown>;
}

/** What Keras 2 calls by a name that has another meaning today. */
const [NEW_NAME, OLD_NAME] = ['hard_sigmoid_keras2', 'hard_sigmoid'];

const NO_MODELS: InnerModels = { functional: new Set(), sequential: new Set() };

/**
 * A model's description in the words of Keras 2, which tfjs-layers reads: without modules, types by
 * their names, calls as lists of `[layer, call, tensor, arguments]`.
 */
export function toTfjsTopology(model: object): Json {
  const topology = toKeras2(model, NO_MODELS) as Json;
  return { ...topology, keras_version: KERAS_VERSION, backend: 'tensor_flow.js' };
}

function toKeras2(value: unknown, inner: InnerModels): unknown {
  if (Array.isArray(value)) return value.map((item) => toKeras2(item, inner));
  if (typeof value !== 'object' || value === null) return value;
  const json = value as Json;
  const { class_name: name, config, inbound_nodes: nodes } = json;
  if (typeof name !== 'string') return mapValues(json, inner);
  if (name === 'DTypePolicy') return (config as Json)['name'];
  return {
    class_name: name === 'Functional' ? 'Model' : name,
    config:
      name === 'Bidirectional'
        ? bidirectional(config as Json)
        : layerConfig((config ?? {}) as Json),
    ...(json['name'] !== undefined && { name: json['name'] }),
    ...(Array.isArray(nodes) && { inbound_nodes: nodes.map((node) => legacyCall(node, inner)) }),
  };
}

function mapValues(json: Json, inner: InnerModels): Json {
  return Object.fromEntries(
    Object.entries(json).map(([key, entry]) => [
      key,
      toKeras2(entry === NEW_NAME ? OLD_NAME : entry, inner),
    ]),
  );
}

function layerConfig(config: Json): Json {
  const inner = innerModelsOf(config['layers']);
  const { batch_shape: shape, ...rest } = mapValues(config, inner);
  const old = shape === undefined ? rest : { ...rest, batch_input_shape: shape };
  for (const key of ['input_layers', 'output_layers']) {
    const keys = old[key];
    if (!Array.isArray(keys)) continue;
    // one tensor stands in a list, too
    const list = (typeof keys[0] === 'string' ? [keys] : keys) as unknown[][];
    // of functional models Keras 3 counts here from 1 itself
    old[key] = list.map((entry) => counted(entry, inner.sequential));
  }
  return old;
}

/** tfjs puts `forward_` before the inner layer's name even where it stands. */
function bidirectional(config: Json): Json {
  const { layer, ...rest } = layerConfig(config);
  const inner = layer as { config: Json };
  const name = String(inner.config['name']).replace(/^forward_/, '');
  return { ...rest, layer: { ...inner, config: { ...inner.config, name } } };
}

function innerModelsOf(layers: unknown): InnerModels {
  const named = (className: string) =>
    (layers as { class_name?: unknown; config?: Json }[])
      .filter(({ class_name: name }) => name === className)
      .map(({ config }) => config?.['name']);
  if (!Array.isArray(layers)) return NO_MODELS;
  return { functional: new Set(named('Functional')), sequential: new Set(named('Sequential')) };
}

function counted([layer, call, ...rest]: unknown[], models: ReadonlySet<unknown>): unknown[] {
  return [layer, models.has(layer) ? Number(call) + 1 : call, ...rest];
}

/** `{args, kwargs}` as a list of the tensors. */
function legacyCall(node: unknown, { functional, sequential }: InnerModels): unknown {
  const { args, kwargs } = node as { args?: unknown[]; kwargs?: Json };
  if (!Array.isArray(args)) return node;
  const models = new Set([...functional, ...sequential]);
  const legacy = (value: unknown): unknown => {
    if (Array.isArray(value)) return (value as unknown[]).map(legacy);
    const { config } = (value ?? {}) as { config?: { keras_history?: unknown[] } };
    return config?.keras_history ? counted(config.keras_history, models) : value;
  };
  const found = (legacy(args) as unknown[][]).flatMap((item) =>
    item.every((part) => Array.isArray(part)) ? (item as unknown[][]) : [item],
  );
  const options = Object.entries(kwargs ?? {}).map(([key, value]) => [key, legacy(value)]);
  const named = Object.fromEntries(options) as Json;
  return found.map((key, i): unknown[] => [...key, i === 0 ? named : {}]);
}
