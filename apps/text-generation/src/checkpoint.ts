import { FormatError, readFile, ValueError, writeFileAtomic, type Variable } from '@ibexjs/core';
import { fromTensor, NpzFile, toTensor, writeNpz, type NdArrayLike } from '@ibexjs/formats';
import type { Sequential } from '@ibexjs/models';
import type { rmsprop } from '@ibexjs/optimizers';
import * as tf from '@tensorflow/tfjs-core';

/** How far training had come, besides the weights and the state of the optimizer. */
export interface Progress {
  /** Mean loss of each finished epoch. */
  losses: number[];
  /** The characters that the network knows, in their order. */
  characters: readonly string[];
}

type RMSprop = ReturnType<typeof rmsprop>;

/** Everything that going on needs: weights first, then the optimizer's moments and step count. */
function variablesOf(model: Sequential, optimizer: RMSprop): Variable[] {
  optimizer.build(model.trainableWeights);
  return [...model.weights, ...optimizer.variables];
}

/** Writes a checkpoint, whole or not at all. */
export async function saveCheckpoint(
  path: string,
  model: Sequential,
  optimizer: RMSprop,
  progress: Progress,
): Promise<void> {
  const arrays: Record<string, NdArrayLike> = {
    losses: { shape: [progress.losses.length], data: Float64Array.from(progress.losses) },
    characters: {
      shape: [progress.characters.length],
      data: Int32Array.from(progress.characters, (character) => character.codePointAt(0)!),
    },
  };
  for (const [i, variable] of variablesOf(model, optimizer).entries()) {
    arrays[`variables/${i}`] = await fromTensor(variable.read());
  }
  await writeFileAtomic(path, writeNpz(arrays));
}

/**
 * Gives a model and its optimizer what a checkpoint holds; nothing changes unless all of it fits.
 *
 * @returns the losses of the epochs that were finished
 * @throws FileError, FormatError when it cannot be read; ValueError when it is of another network
 *   or text
 */
export async function loadCheckpoint(
  path: string,
  model: Sequential,
  optimizer: RMSprop,
  characters: readonly string[],
): Promise<number[]> {
  const file = new NpzFile(await readFile(path));
  for (const name of ['losses', 'characters']) {
    if (!file.has(name)) throw new FormatError(`${path} is no checkpoint of this demo.`);
  }
  const known = Array.from(file.get('characters').data as Int32Array, (code) =>
    String.fromCodePoint(code),
  );
  if (known.join('') !== characters.join('')) {
    throw new ValueError(
      `${path} was made from another text: it knows ${known.length} characters, this text has ${characters.length}. Take the same --corpus and --limit.`,
    );
  }
  const variables = variablesOf(model, optimizer);
  const arrays = variables.map((variable, i) => {
    const name = `variables/${i}`;
    const array = file.has(name) ? file.get(name) : undefined;
    if (array?.shape.join() === variable.shape.join()) return array;
    throw new ValueError(`${path} is of another network. Take the same --units and --max-length.`);
  });
  tf.tidy(() => {
    variables.forEach((variable, i) => {
      const dtype = variable.dtype === 'int32' ? 'int32' : 'float32';
      variable.assign(toTensor(arrays[i]!, dtype));
    });
  });
  return Array.from(file.get('losses').data as Float64Array);
}
