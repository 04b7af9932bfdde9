import { checkOptions, StateError, ValueError, writeFileAtomic } from '@ibexjs/core';
import {
  Hdf5File,
  fromTensor,
  writeHdf5,
  writeNpz,
  writeSafetensors,
  type ByteSource,
  type Hdf5Content,
  type NdArrayLike,
} from '@ibexjs/formats';
import type { Optimizer } from '@ibexjs/optimizers';

import type { Model } from '../model.js';
import { assetArrays } from './assets.js';
import { assignAll, fitInOrder, fitState, type Assignment } from './assign-state.js';
import { fitLegacyWeights, isLegacyWeights } from './legacy/read-weights.js';
import { legacyWeightsContent } from './legacy/write-weights.js';
import { checkSharding, isShardIndex, openShards, writeShards } from './sharded-weights.js';
import { withSource, type FileDestination, type FileSource } from './source.js';
import { below, optimizerPart, statePartsOf, variablesByPath, type StatePart } from './state.js';
import { openWeights, storedArray, type WeightFile } from './weight-file.js';

/** How `loadWeights` finds the layers of the weights. */
export interface LoadWeightsOptions {
  /**
   * Leave layers as they are whose weights are missing or of another shape, and say so. Default:
   * false, they are errors.
   */
  skipMismatch?: boolean;
  /**
   * Find layers by their names and not by their places: layers that the file, or the model, lacks
   * are left alone. Default: false.
   */
  byName?: boolean;
  /**
   * Take the arrays of a file as they come, whatever their names: the first is the model's first
   * weight, and so on. For `.npz` and `.safetensors` that others wrote; the layers of Keras' files
   * go by their order as it is. Default: false.
   */
  byOrder?: boolean;
}

/** How `saveWeights` writes. */
export interface SaveWeightsOptions {
  /**
   * Several files of at most so many GiB (2^30 bytes) and an index, which is the name that is given:
   * `model.weights.json`. Default: one file.
   */
  maxShardSize?: number;
}

/**
 * Writes all variables of a model: weights, random generators, and the optimizer's once it has
 * some. The name says the format: `.weights.h5` is Keras 3's, any other `.h5` that of Keras 2 (of
 * weights alone), `.weights.json` Keras 3's in several files, `.safetensors`, `.npz` and all else npz.
 */
export async function saveWeights(
  model: Model,
  destination: FileDestination,
  options: SaveWeightsOptions = {},
): Promise<void> {
  checkOptions('saveWeights', options, ['maxShardSize']);
  checkBuilt(model, 'to save yet: build it, or call it on some data first');
  const { maxShardSize } = options;
  if (maxShardSize !== undefined || isShardedName(destination)) {
    const size = maxShardSize ?? 5;
    checkSharding(String(destination), size);
    return writeShards(String(destination), await hdf5ContentOf(model), size);
  }
  if (typeof destination !== 'string') return destination(await weightsToNpz(model));
  await writeFileAtomic(destination, await weightsForName(model, destination));
}

function isShardedName(destination: FileDestination): boolean {
  return typeof destination === 'string' && isShardIndex(destination);
}

async function weightsForName(model: Model, name: string): Promise<Uint8Array> {
  if (/\.safetensors$/i.test(name)) return writeSafetensors(await arraysOf(allParts(model)));
  if (/weights\.(h5|hdf5)$/i.test(name)) return weightsToHdf5(model);
  if (/\.(h5|hdf5|keras)$/i.test(name)) {
    if (/\.keras$/i.test(name))
      throw new ValueError(`saveWeights: "${name}" is the name of a whole model; call model.save.`);
    return writeHdf5(await legacyWeightsContent(model, ''));
  }
  return weightsToNpz(model);
}

/** The bytes of an `.npz` file. */
export async function weightsToNpz(model: Model): Promise<Uint8Array> {
  return writeNpz(await arraysOf(allParts(model)));
}

/** The bytes of Keras' `.weights.h5`. */
export async function weightsToHdf5(model: Model): Promise<Uint8Array> {
  return writeHdf5(await hdf5ContentOf(model));
}

async function hdf5ContentOf(model: Model): Promise<Hdf5Content> {
  const parts = allParts(model);
  const named = parts.filter(({ name }) => name !== null);
  return {
    datasets: { ...(await arraysOf(parts)), ...assetArrays(parts) },
    attributes: Object.fromEntries(
      named.map(({ path, name }) => [`${below(path)}vars`, { name: name! }]),
    ),
  };
}

function allParts(model: Model): StatePart[] {
  const optimizer = optimizerPart(model.optimizer);
  return [...statePartsOf(model), ...(optimizer ? [optimizer] : [])];
}

async function arraysOf(parts: readonly StatePart[]): Promise<Record<string, NdArrayLike>> {
  const arrays: Record<string, NdArrayLike> = {};
  for (const [path, variable] of variablesByPath(parts))
    arrays[path] = await fromTensor(variable.read());
  return arrays;
}

/**
 * Reads weights into a model: of Ibex or Keras 3 (`.weights.h5`, an index of several, `.keras`,
 * `.npz`, `.safetensors`), or of Keras 1 and 2 (`.h5`). Nothing is changed unless everything fits. The
 * optimizer's variables are read too when it has been built.
 */
export async function loadWeights(
  model: Model,
  source: FileSource,
  options: LoadWeightsOptions = {},
): Promise<void> {
  checkOptions('loadWeights', options, ['skipMismatch', 'byName', 'byOrder']);
  if (options.byName && options.byOrder)
    throw new ValueError('loadWeights: give either byName or byOrder, not both.');
  checkBuilt(model, 'yet: build it, or call it on some data, before loading');
  if (typeof source === 'string' && isShardIndex(source))
    return weightsFromFile(model, await openShards(source), source, options);
  await withSource(source, (bytes, where) => weightsFromBytes(model, bytes, where, options));
}

/** Gives a model's variables the values in the bytes of a file. */
export async function weightsFromBytes(
  model: Model,
  bytes: Uint8Array | ByteSource,
  where: string,
  options: LoadWeightsOptions = {},
): Promise<void> {
  await weightsFromFile(model, openWeights(bytes, where), where, options);
}

async function weightsFromFile(
  model: Model,
  file: WeightFile,
  where: string,
  { skipMismatch = false, byName = false, byOrder = false }: LoadWeightsOptions,
): Promise<void> {
  const options = { skipMismatch, byName };
  if (file instanceof Hdf5File && isLegacyWeights(file))
    return assignAll(fitLegacyWeights(model, file, where, options));
  if (byOrder && !(file instanceof Hdf5File))
    return assignAll(fitInOrder(model.name, model.weights, file, where, skipMismatch));
  const nameAt = (path: string) => {
    const name = file.attribute?.(`${path}/vars`, 'name');
    return typeof name === 'string' ? name : undefined;
  };
  const assignments = fitState(model.name, statePartsOf(model), file, where, options, nameAt);
  const state = byName ? [] : fitOptimizer(model.optimizer, file, where);
  assignAll([...assignments, ...state]);
  if (state.length > 0) await model.optimizer!.syncLearningRate();
}

/** As in Keras: an optimizer that the file does not fit, or that is not built, begins anew. */
function fitOptimizer(optimizer: Optimizer | null, file: WeightFile, where: string): Assignment[] {
  const part = optimizerPart(optimizer);
  if (!part) return [];
  const names = file.names.filter((name) => /^optimizer\/vars\/\d+$/.test(name));
  if (names.length === 0) return [];
  const values = part.variables.map((_, i) => `optimizer/vars/${i}`);
  const arrays = values.flatMap((name) => (file.has(name) ? [storedArray(file, name, where)] : []));
  const fits =
    names.length === part.variables.length &&
    arrays.length === names.length &&
    arrays.every((array, i) => String(array.shape) === String(part.variables[i]!.shape));
  if (fits) return part.variables.map((variable, i) => [variable, arrays[i]!]);
  console.warn(
    `Optimizer ${part.name}: the file holds the state of another one (${names.length} variables in place of ${part.variables.length}); it begins anew.`,
  );
  return [];
}

function checkBuilt(model: Model, what: string): void {
  if (!model.built) throw new StateError(`Model ${model.name} has no weights ${what}.`);
}
