import {
  FormatError,
  ShapeError,
  StateError,
  readFile,
  writeFileAtomic,
  type Variable,
} from '@ibexjs/core';
import {
  NpzFile,
  fromTensor,
  showShape,
  toTensor,
  writeNpz,
  type NdArray,
  type NdArrayLike,
} from '@ibexjs/formats';
import type { Layer } from '@ibexjs/layers';
import { tidy } from '@tensorflow/tfjs-core';

import { stateByPath } from './state.js';

/** Where weights go: a file's path, or a function that is given its bytes. */
export type WeightsDestination = string | ((bytes: Uint8Array) => void | Promise<void>);

/** Where weights come from: a file's path, its bytes, or a function that gives them. */
export type WeightsSource = string | Uint8Array | (() => Uint8Array | Promise<Uint8Array>);

/** Writes all variables as `.npz`, named as in Keras' `.weights.h5`. */
export async function saveWeights(model: Layer, destination: WeightsDestination): Promise<void> {
  if (!model.built) {
    throw new StateError(
      `Model ${model.name} has no weights to save yet: build it, or call it on some data first.`,
    );
  }
  const bytes = await weightsToBytes(model);
  if (typeof destination === 'string') await writeFileAtomic(destination, bytes);
  else await destination(bytes);
}

/** All variables of a model as the bytes of an `.npz` file. */
export async function weightsToBytes(model: Layer): Promise<Uint8Array> {
  const arrays: Record<string, NdArrayLike> = {};
  for (const [path, variable] of stateByPath(model))
    arrays[path] = await fromTensor(variable.read());
  return writeNpz(arrays);
}

/** Reads what `saveWeights` wrote. Nothing is changed unless everything fits. */
export async function loadWeights(model: Layer, source: WeightsSource): Promise<void> {
  const bytes =
    typeof source === 'string'
      ? await readFile(source)
      : typeof source === 'function'
        ? await source()
        : source;
  weightsFromBytes(model, bytes, typeof source === 'string' ? source : 'the given weights');
}

/** Gives a model's variables the values in the bytes of an `.npz` file. */
export function weightsFromBytes(model: Layer, bytes: Uint8Array, where: string): void {
  if (!model.built) {
    throw new StateError(
      `Model ${model.name} has no weights yet: build it, or call it on some data, before loading.`,
    );
  }
  const file = new NpzFile(bytes);
  const values: [Variable, NdArray][] = [];
  const state = stateByPath(model);
  for (const [path, variable] of state) {
    if (!file.has(path))
      throw new FormatError(
        `Model ${model.name}: ${where} has no weight "${path}" (${variable.path}).`,
      );
    const array = file.get(path);
    if (String(array.shape) !== String(variable.shape)) {
      throw new ShapeError(
        `Model ${model.name}: weight "${path}" (${variable.path}) has shape ${showShape(variable.shape)}; ${where} has ${showShape(array.shape)}.`,
      );
    }
    values.push([variable, array]);
  }
  const unknown = file.names.filter((name) => !state.has(name));
  if (unknown.length > 0) {
    throw new FormatError(
      `Model ${model.name}: ${where} holds weights of another model: ${unknown.slice(0, 5).join(', ')}.`,
    );
  }
  for (const [variable, array] of values) {
    tidy(() => variable.assign(toTensor(array, variable.dtype as 'float32' | 'int32' | 'bool')));
  }
}
