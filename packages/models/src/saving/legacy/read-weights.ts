import { FormatError, ShapeError, type Variable } from '@ibexjs/core';
import { showShape, type Hdf5File } from '@ibexjs/formats';
import type { Layer } from '@ibexjs/layers';

import type { Model } from '../../model.js';
import { checkShape, type Assignment, type FitOptions } from '../assign-state.js';
import { inFile, storedArray, type StoredArray } from '../weight-file.js';
import { readNames } from './attributes.js';
import { convertWeights, type Writer } from './convert-weights.js';

/** Whether a file is of Keras 1 or 2, or of Keras 3's `.h5`: layers by name in a list. */
export function isLegacyWeights(file: Hdf5File): boolean {
  return rootOf(file) !== null;
}

/** Weights stand at the root of a file of weights, and below `model_weights` in one of a model. */
function rootOf(file: Hdf5File): string | null {
  const isRoot = (path: string) =>
    file.attribute(path, 'layer_names') !== undefined ||
    file.attribute(path, 'layer_names0') !== undefined;
  if (file.has('model_weights') && isRoot('model_weights')) return 'model_weights';
  return isRoot('') ? '' : null;
}

/** In Keras' files: what is trained first, then the rest. */
export function legacyWeightsOf(layer: Layer): Variable[] {
  return [...layer.trainableWeights, ...layer.nonTrainableWeights];
}

interface StoredLayer {
  name: string;
  arrays: StoredArray[];
}

/**
 * Finds the values of a model's weights in a file that lists layers. Nothing is assigned yet.
 * @throws FormatError, ShapeError naming layer and file
 */
export function fitLegacyWeights(
  model: Model,
  file: Hdf5File,
  where: string,
  options: FitOptions,
): Assignment[] {
  return inFile(where, () => {
    const root = rootOf(file) ?? '';
    const version = Number.parseInt(String(file.attribute(root, 'keras_version') ?? '1'), 10);
    const backend = file.attribute(root, 'backend');
    const writer = { version, backend: typeof backend === 'string' ? backend : undefined };
    const stored = readNames(file, root, 'layer_names').map((name) =>
      readLayer(file, root === '' ? name : `${root}/${name}`, name, where),
    );
    const pairs = options.byName ? pairByName(model, stored) : pairByOrder(model, stored, where);
    const top = topLevel(model, file, root, where);
    return [...pairs, ...(top ? [top] : [])].flatMap(([layer, layerArrays]) =>
      fitLayer(model, layer, layerArrays, writer, where, options),
    );
  });
}

function readLayer(file: Hdf5File, path: string, name: string, where: string): StoredLayer {
  const arrays = readNames(file, path, 'weight_names').map((weight) =>
    storedArray(file, `${path}/${weight}`, where),
  );
  return { name, arrays };
}

type Pair = [layer: Layer, stored: StoredLayer];

function pairByName({ layers }: Model, stored: readonly StoredLayer[]): Pair[] {
  return stored.flatMap((entry) =>
    layers.filter(({ name }) => name === entry.name).map((layer): Pair => [layer, entry]),
  );
}

function pairByOrder(model: Model, stored: readonly StoredLayer[], where: string): Pair[] {
  const layers = model.layers.filter((layer) => layer.weights.length > 0);
  const entries = stored.filter(({ arrays }) => arrays.length > 0);
  if (layers.length !== entries.length) {
    throw new FormatError(
      `Model ${model.name} has ${layers.length} layers with weights (${names(layers)}); ${where} has ${entries.length} (${names(entries)}).`,
    );
  }
  return layers.map((layer, i) => [layer, entries[i]!]);
}

function names(list: readonly { name: string }[]): string {
  const shown = list.slice(0, 6).map(({ name }) => name);
  return list.length > 6 ? `${shown.join(', ')} …` : shown.join(', ');
}

/** Weights that belong to the model itself and to none of its layers. */
function topLevel(model: Model, file: Hdf5File, root: string, where: string): Pair | null {
  const path = root === '' ? 'top_level_model_weights' : `${root}/top_level_model_weights`;
  if (!file.has(path) || model.ownWeights.length === 0) return null;
  return [model, readLayer(file, path, 'top_level_model_weights', where)];
}

function fitLayer(
  model: Model,
  layer: Layer,
  { name, arrays }: StoredLayer,
  writer: Writer,
  where: string,
  { skipMismatch }: FitOptions,
): Assignment[] {
  const variables = layer === model ? model.ownWeights : legacyWeightsOf(layer);
  const converted = convertWeights(layer, arrays, writer);
  try {
    if (converted.length !== variables.length) {
      throw new FormatError(
        `Model ${model.name}: layer ${layer.name} has ${variables.length} weights; ${where} has ${arrays.length} for it (${name}: ${arrays.map(({ shape }) => showShape(shape)).join(', ')}).`,
      );
    }
    return variables.map((variable, i) => {
      checkShape(model.name, `${name}/${variable.name}`, variable, converted[i]!, where);
      return [variable, converted[i]!];
    });
  } catch (error) {
    if (!skipMismatch || !(error instanceof FormatError || error instanceof ShapeError))
      throw error;
    console.warn(`${error.message} The layer keeps its weights.`);
    return [];
  }
}
