import {
  FormatError,
  readFile,
  readTextFile,
  ValueError,
  writeFileAtomic,
} from '@ibexjs/core/plain';
import { readNpy, writeNpy } from '@ibexjs/formats';

import { KeyedVectors } from '../keyed-vectors.js';

const VECTORS = '.vectors.npy';
const KEYS = '.keys.txt';
const WHERE = 'loadNpyFormat';

/**
 * Vectors from a NumPy file `PATH.vectors.npy`, the name under which gensim's `KeyedVectors.save`
 * keeps its array. The keys come from `PATH.keys.txt`, one a line, or are given: gensim pickles them
 * with its own classes, which Ibex does not open; write them with
 * `open(path + '.keys.txt', 'w').write('\n'.join(kv.index_to_key))`.
 *
 * @throws FormatError when it is no array of float rows, or the keys are more or fewer than the rows
 */
export async function loadNpyFormat(path: string, keys?: readonly string[]): Promise<KeyedVectors> {
  const { shape, data } = readNpy(await readFile(path + VECTORS));
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  if (shape.length !== 2 || !isFloat) {
    throw new FormatError(`${WHERE}: ${path}${VECTORS} is no array of rows of floats.`);
  }
  const words = keys ?? (await readTextFile(path + KEYS)).replace(/\n$/, '').split('\n');
  if (words.length !== shape[0]) {
    throw new FormatError(`${WHERE}: there are ${shape[0]} vectors, but ${words.length} keys.`);
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const word = words[Math.floor(bad / shape[1]!)];
    throw new FormatError(`${WHERE}: the vector of '${word}' holds ${data[bad]}.`);
  }
  return KeyedVectors.from(words, data instanceof Float32Array ? data : Float32Array.from(data));
}

/**
 * Writes `PATH.vectors.npy` and `PATH.keys.txt`, which `loadNpyFormat` reads; `numpy.load` reads the
 * first.
 *
 * @throws ValueError for a key with a line break in it
 */
export async function saveNpyFormat(vectors: KeyedVectors, path: string): Promise<void> {
  const unfit = vectors.indexToKey.find((key) => key.includes('\n'));
  if (unfit !== undefined) {
    throw new ValueError(`saveNpyFormat: the key ${JSON.stringify(unfit)} holds a line break.`);
  }
  const shape = [vectors.size, vectors.vectorSize];
  await writeFileAtomic(path + VECTORS, writeNpy({ shape, data: vectors.vectors }));
  await writeFileAtomic(path + KEYS, `${vectors.indexToKey.join('\n')}\n`);
}
