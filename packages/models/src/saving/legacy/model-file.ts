import { FormatError } from '@ibexjs/core';
import { Hdf5File, writeHdf5, type ByteSource } from '@ibexjs/formats';

import type { Model } from '../../model.js';
import { assignAll, type Assignment } from '../assign-state.js';
import { compileConfigOf } from '../compile-config.js';
import { compileFrom, disposeOnError, type LoadModelOptions } from '../keras-archive.js';
import { KERAS_VERSION } from '../keras-version.js';
import { kerasJson } from '../keras-json.js';
import { modelFromJSON } from '../model-json.js';
import { inFile, storedArray, type StoredArray } from '../weight-file.js';
import { readNames } from './attributes.js';
import { fitLegacyWeights } from './read-weights.js';
import { addVariables, legacyWeightsContent } from './write-weights.js';

/** The bytes of a whole model as Keras' `.h5`: for Keras 2 and what reads its files. */
export async function modelToLegacyFile(model: Model): Promise<Uint8Array> {
  const { datasets, attributes } = await legacyWeightsContent(model, 'model_weights');
  const content = {
    datasets: { ...datasets },
    attributes: { ...attributes } as Record<string, Record<string, string | string[]>>,
  };
  const { class_name: className, config } = model.toJSON(null, false);
  const compiled = compileConfigOf(model);
  content.attributes[''] = {
    backend: 'tensorflow',
    keras_version: KERAS_VERSION,
    model_config: kerasJson({ class_name: className, config }),
    ...(compiled && { training_config: kerasJson(trainingConfig(compiled)) }),
  };
  const { optimizer } = model;
  if (compiled && optimizer?.built)
    await addVariables(content, 'optimizer_weights', optimizer.variables);
  return writeHdf5(content);
}

type Compiled = NonNullable<ReturnType<typeof compileConfigOf>>;

function trainingConfig({ optimizer, loss, ...rest }: Compiled): object {
  const { class_name: className, config } = optimizer;
  return { ...rest, loss: fullNames(loss), optimizer_config: { class_name: className, config } };
}

/** Keras does not find the short names of losses in this form of file. */
const FULL_NAMES: Readonly<Record<string, string>> = {
  bce: 'binary_crossentropy',
  kld: 'kl_divergence',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  mse: 'mean_squared_error',
  msle: 'mean_squared_logarithmic_error',
};

function fullNames(loss: unknown): unknown {
  if (typeof loss === 'string') return FULL_NAMES[loss.toLowerCase()] ?? loss;
  if (Array.isArray(loss)) return loss.map(fullNames);
  if (typeof loss !== 'object' || loss === null || 'class_name' in loss) return loss;
  return Object.fromEntries(Object.entries(loss).map(([key, value]) => [key, fullNames(value)]));
}

/** Makes the model of a whole-model `.h5`, of Keras 1, 2 or 3. @throws FormatError naming the file */
export async function modelFromLegacyFile(
  bytes: Uint8Array | ByteSource,
  where: string,
  { compile = true }: LoadModelOptions,
): Promise<Model> {
  const file = inFile(where, () => new Hdf5File(bytes));
  const model = inFile(where, () => {
    const config = file.attribute('', 'model_config');
    if (typeof config === 'string') return modelFromJSON(config);
    throw new FormatError(
      'it holds weights only, without the model they belong to. Make the model and call model.loadWeights.',
    );
  });
  return disposeOnError(model, async () => {
    const options = { skipMismatch: false, byName: false };
    const weights = model.built ? fitLegacyWeights(model, file, where, options) : [];
    const training = file.attribute('', 'training_config');
    if (compile && typeof training === 'string')
      compileFrom(
        model,
        inFile(where, () => parse(training)),
        where,
      );
    const state = inFile(where, () => fitOptimizer(model, file, where));
    assignAll([...weights, ...state]);
    if (state.length > 0) await model.optimizer!.syncLearningRate();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError('its training_config is not JSON.', { cause: error });
  }
}

/** As in Keras: state that does not fit is left, and said so. */
function fitOptimizer(model: Model, file: Hdf5File, where: string): Assignment[] {
  const { optimizer } = model;
  if (!optimizer?.built || !file.has('optimizer_weights')) return [];
  const names = readNames(file, 'optimizer_weights', 'weight_names');
  const arrays = names.map((name) => storedArray(file, `optimizer_weights/${name}`, where));
  const all = optimizer.variables;
  for (const [variables, values] of [
    [all, arrays],
    // Keras 2 keeps no learning rate, and all first moments before all second ones
    [all.filter(({ name }) => name !== 'learning_rate'), ungroup(arrays, names)],
  ] as const) {
    const fits =
      variables.length === values.length &&
      variables.every(({ shape }, i) => String(shape) === String(values[i]!.shape));
    if (fits) return variables.map((variable, i) => [variable, values[i]!]);
  }
  console.warn(
    `Model ${model.name}: the optimizer's state in the file is not that of ${optimizer.name} (${names.length} variables in place of ${all.length}); it begins anew.`,
  );
  return [];
}

/** From m, m, v, v to m, v, m, v. */
function ungroup(arrays: readonly StoredArray[], names: readonly string[]): readonly StoredArray[] {
  const [count, ...slots] = arrays;
  const last = (name: string | undefined) =>
    name
      ?.split('/')
      .at(-1)
      ?.replace(/_\d+|:0/g, '');
  const isGrouped = names.length > 4 && last(names[1]) === last(names[2]);
  if (!count || !isGrouped || slots.length % 2 === 1) return arrays;
  const half = slots.length / 2;
  const kinds = new Set(names.slice(1).map(last));
  if (kinds.size !== 2) return arrays;
  return [count, ...slots.slice(0, half).flatMap((first, i) => [first, slots[half + i]!])];
}
