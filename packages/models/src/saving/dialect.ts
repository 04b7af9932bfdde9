import { FormatError } from '@ibexjs/core';

import { KERAS_1, KERAS_1_CLASSES, mergeOf } from './dialect-keras1.js';

type Config = Record<string, unknown>;

interface Serialized {
  class_name: string;
  config: Config;
  module?: string;
}

/**
 * Rewrites a model's description of Keras 1, 2 or tfjs-layers in the words of Keras 3: the one place
 * that knows the dialects. What is Keras 3's already stays as it is.
 *
 * @throws FormatError for a Lambda layer with Python bytecode, which only Python runs
 */
export function toKeras3(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toKeras3);
  if (typeof value !== 'object' || value === null) return value;
  if (!isSerialized(value)) return mapValues(value as Config, toKeras3);
  if (value.class_name === 'Lambda') refuseBytecode(value.config);
  const inner = toKeras3(value.config);
  const serialized = { ...value, config: inner as Config };
  if (Array.isArray(inner) || isOfKeras3(value)) return serialized;
  return modernize(serialized);
}

function isSerialized(value: object): value is Serialized {
  const { class_name: name, config } = value as Partial<Serialized>;
  return typeof name === 'string' && typeof config === 'object' && config !== null;
}

/** An older Keras writes no module beside its classes; Keras 3 at least beside types. */
function isOfKeras3({ module, config: { dtype } }: Serialized): boolean {
  return module !== undefined || (dtype as { module?: unknown } | null)?.module !== undefined;
}

function mapValues(object: Config, map: (value: unknown) => unknown): Config {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}

function refuseBytecode({ name, function: body }: Config): void {
  const isCode =
    Array.isArray(body) || (body as { class_name?: string } | null)?.class_name === '__lambda__';
  if (!isCode) return;
  throw new FormatError(
    `Layer ${String(name)} is a Lambda that holds Python bytecode, which is never run. Write the function as a layer class, register it by registerLayer, and save the model in Keras with such a layer in its place.`,
  );
}

/** Options that older versions write and that mean nothing, at those values or at any. */
const GONE: readonly string[] = [
  'input_dtype',
  'create_input_layer',
  'input_length',
  'implementation',
  'consume_less',
  'time_major',
  'renorm',
  'renorm_clipping',
  'renorm_momentum',
  'virtual_batch_size',
  'adjustment',
  'fused',
  'synchronized',
  'mode',
  'shared_axes_',
];

function modernize({ class_name: oldName, config, ...rest }: Serialized): Serialized {
  const className = ownEntry(KERAS_1_CLASSES, oldName) ?? oldName;
  const merge = oldName === 'Merge' ? mergeOf(config) : null;
  if (merge) return { ...rest, ...merge };
  const old = { ...config };
  const out: Config = {};
  const rename = ownEntry(KERAS_1, className) ?? {};
  const isOfKeras1 = className !== oldName || Object.keys(rename).some((key) => key in old);
  if (isOfKeras1) joinSizes(old);
  for (const [key, value] of Object.entries(old)) {
    if (GONE.includes(key) && !(key === 'mode' && value !== 0)) continue;
    out[isOfKeras1 ? (ownEntry(rename, key) ?? key) : key] = value;
  }
  translateValues(out);
  fixLayer(className, out, isOfKeras1);
  return { ...rest, class_name: className, config: out };
}

/** An entry of a table, of which a file's `constructor` is none. */
function ownEntry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Keras 1 gives rows and columns of a kernel apart. */
function joinSizes(config: Config): void {
  if ('nb_row' in config && 'nb_col' in config) {
    config['kernel_size'] = [config['nb_row'], config['nb_col']];
    delete config['nb_row'];
    delete config['nb_col'];
  }
}

const INITIALIZERS: Readonly<Record<string, string>> = {
  zero: 'zeros',
  one: 'ones',
  normal: 'random_normal',
  uniform: 'random_uniform',
};

const DATA_FORMATS: Readonly<Record<string, string | null>> = {
  tf: 'channels_last',
  th: 'channels_first',
  default: null,
};

function translateValues(config: Config): void {
  for (const [key, value] of Object.entries(config)) {
    if (key === 'data_format' && typeof value === 'string' && Object.hasOwn(DATA_FORMATS, value))
      config[key] = DATA_FORMATS[value];
    else if (key.endsWith('_initializer') && typeof value === 'string')
      config[key] = ownEntry(INITIALIZERS, value) ?? value;
    else if (key.endsWith('_regularizer') || key.endsWith('_constraint'))
      config[key] = translateNamed(value);
    else if (key === 'dtype') config[key] = dtypeName(value);
    else if (key.endsWith('activation') && /^hard_?sigmoid$/i.test(String(value)))
      config[key] = 'hard_sigmoid_keras2';
  }
}

/** Keras 1: `{name: 'WeightRegularizer', l1, l2}`, `{name: 'MaxNorm', m}`. */
function translateNamed(value: unknown): unknown {
  const { name, ...options } = (value ?? {}) as Config;
  if (typeof name !== 'string' || 'class_name' in options) return value;
  if (name.endsWith('Regularizer')) {
    const { l1 = 0, l2 = 0 } = options;
    return { class_name: 'L1L2', config: { l1, l2 } };
  }
  const { m, ...others } = options;
  return { class_name: name, config: { ...others, ...(m !== undefined && { max_value: m }) } };
}

/** TensorFlow's Keras writes a policy in the place of a type. */
function dtypeName(value: unknown): unknown {
  const policy = value as { class_name?: string; config?: { name?: unknown } } | null;
  return policy?.class_name === 'Policy' ? policy.config?.name : value;
}

/** What one layer needs besides other names. */
function fixLayer(className: string, config: Config, isOfKeras1: boolean): void {
  const { axis } = config;
  if (className === 'BatchNormalization' && Array.isArray(axis) && axis.length === 1)
    config['axis'] = axis[0];
  if (className === 'GRU' || className === 'GRUCell') config['reset_after'] ??= false;
  if (isOfKeras1 && 'forget_bias' in config) {
    config['unit_forget_bias'] = config['forget_bias'] === 'one';
    delete config['forget_bias'];
  }
  // of a first layer, also told by batch_input_shape
  const hasInputDim = className === 'Dense' || 'return_sequences' in config;
  if (hasInputDim) delete config['input_dim'];
  if (['LeakyReLU'].includes(className) && 'alpha' in config) {
    config['negative_slope'] = config['alpha'];
    delete config['alpha'];
  }
}
