import { FormatError, ShapeError, type Variable } from '@ibexjs/core';
import { showShape, toTensor, type NdArray } from '@ibexjs/formats';
import { tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';

import { below, type StatePart } from './state.js';
import { storedArray, type StoredArray, type WeightFile } from './weight-file.js';

/** A variable and the value that it will take. */
export type Assignment = readonly [variable: Variable, value: StoredArray];

/** How weights find their layers. */
export interface FitOptions {
  /** Leave layers as they are whose weights are missing in the file or of another shape. */
  skipMismatch: boolean;
  /** By the names of layers, and not by their places; those without a partner stay as they are. */
  byName: boolean;
}

/**
 * Assigns everything, or nothing where something cannot be read; call it when all is known to fit.
 * Of arrays in a file, one at a time is in JavaScript's memory.
 *
 * @throws FormatError, before anything is assigned, for what is damaged, and for values that no
 *   tensor of the type can hold
 */
export function assignAll(assignments: readonly Assignment[]): void {
  tidy(() => {
    const values = assignments.map(([variable, array]) => tensorFor(variable, array.read()));
    for (const [i, [variable]] of assignments.entries()) variable.assign(values[i]!);
  });
}

function tensorFor(variable: Variable, array: NdArray): Tensor {
  checkNumbers(variable, array);
  const { data, shape } = array;
  const isPlain = variable.dtype === 'float32' && data instanceof Float32Array;
  // what fills its memory was read for this tensor alone, and need not be copied
  if (isPlain && data.byteLength === data.buffer.byteLength) return tensor(data, shape);
  return toTensor(array, variable.dtype as 'float32' | 'int32' | 'bool');
}

function checkNumbers(variable: Variable, { data, dtype }: NdArray): void {
  if (!Array.isArray(data)) return;
  throw new FormatError(
    `Weight ${variable.path} consists of numbers; the file has an array of dtype "${dtype}".`,
  );
}

/**
 * Finds the value of every variable in a file whose arrays are named by place, as Keras 3 does it.
 * Nothing is assigned yet.
 *
 * @param nameAt the name of the layer at a path of the file, for `byName`
 * @throws FormatError for weights that are missing or left over, ShapeError
 */
export function fitState(
  model: string,
  parts: readonly StatePart[],
  file: WeightFile,
  where: string,
  { skipMismatch, byName }: FitOptions,
  nameAt: (path: string) => string | undefined = () => undefined,
): Assignment[] {
  const names = new Set(file.names);
  const places = byName ? placesByName(parts, names, nameAt) : null;
  const used = new Set<string>();
  const found: Assignment[] = [];
  for (const part of parts) {
    const place = places === null ? part.path : places(part.path);
    if (place === undefined) continue;
    const keys = part.variables.map((_, i) => `${below(place)}vars/${i}`);
    for (const key of keys) used.add(key);
    try {
      found.push(...fitPart(model, part, keys, names, file, where));
    } catch (error) {
      if (!skipMismatch || !(error instanceof ShapeError || error instanceof FormatError))
        throw error;
      console.warn(`${error.message} The layer keeps its weights.`);
    }
  }
  const unknown = [...names].filter(
    (name) => !used.has(name) && /(^|\/)vars\/\d+$/.test(name) && !name.startsWith('optimizer/'),
  );
  if (unknown.length > 0 && !byName && !skipMismatch) {
    throw new FormatError(
      `Model ${model}: ${where} holds weights of another model: ${unknown.slice(0, 5).join(', ')}.`,
    );
  }
  return found;
}

function fitPart(
  model: string,
  { name, path, variables }: StatePart,
  keys: readonly string[],
  names: ReadonlySet<string>,
  file: WeightFile,
  where: string,
): Assignment[] {
  // Keras keeps no random state: generators then go on from their seeds
  if (name === null && keys.every((key) => !names.has(key))) return [];
  if (names.has(`${below(path)}vars/${variables.length}`) && keys[0]?.startsWith(below(path))) {
    throw new FormatError(
      `Model ${model}: ${where} has more weights for "${path}" (layer ${name}) than the ${variables.length} of the model.`,
    );
  }
  return variables.map((variable, i) => {
    const key = keys[i]!;
    if (!names.has(key)) {
      throw new FormatError(`Model ${model}: ${where} has no weight "${key}" (${variable.path}).`);
    }
    const array = storedArray(file, key, where);
    checkShape(model, key, variable, array, where);
    return [variable, array];
  });
}

/**
 * The arrays of a file as they come, for a model's weights as they come.
 * @throws FormatError for too many or too few arrays, ShapeError
 */
export function fitInOrder(
  model: string,
  variables: readonly Variable[],
  file: WeightFile,
  where: string,
  skipMismatch: boolean,
): Assignment[] {
  const { names } = file;
  if (names.length !== variables.length && !skipMismatch) {
    throw new FormatError(
      `Model ${model} has ${variables.length} weights; ${where} has ${names.length} arrays.`,
    );
  }
  return variables.slice(0, names.length).flatMap((variable, i): Assignment[] => {
    const array = storedArray(file, names[i]!, where);
    try {
      checkShape(model, names[i]!, variable, array, where);
      return [[variable, array]];
    } catch (error) {
      if (!skipMismatch || !(error instanceof ShapeError)) throw error;
      console.warn(`${error.message} The weight keeps its values.`);
      return [];
    }
  });
}

/** @throws ShapeError naming weight, layer and file */
export function checkShape(
  model: string,
  key: string,
  variable: Variable,
  array: Pick<StoredArray, 'shape'>,
  where: string,
): void {
  if (String(array.shape) === String(variable.shape)) return;
  throw new ShapeError(
    `Model ${model}: weight "${key}" (${variable.path}) has shape ${showShape(variable.shape)}; ${where} has ${showShape(array.shape)}.`,
  );
}

/** Where a part of the model stands in the file, by the names of the model's own layers. */
function placesByName(
  parts: readonly StatePart[],
  names: ReadonlySet<string>,
  nameAt: (path: string) => string | undefined,
): (path: string) => string | undefined {
  const inFileByName = new Map<string, string>();
  for (const key of names) {
    const place = /^layers\/[^/]+/.exec(key)?.[0];
    const name = place && nameAt(place);
    if (name) inFileByName.set(name, place);
  }
  const layerNames = new Map(parts.map(({ path, name }) => [path, name]));
  return (path) => {
    const layer = /^layers\/[^/]+/.exec(path)?.[0];
    const place = layer && inFileByName.get(layerNames.get(layer) ?? '');
    return place && place + path.slice(layer.length);
  };
}
