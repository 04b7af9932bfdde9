import { FormatError } from '@ibexjs/core';
import {
  Hdf5File,
  NpzFile,
  SafetensorsFile,
  ZipArchive,
  type ByteSource,
  type Hdf5Attribute,
  type NdArray,
} from '@ibexjs/formats';

/** Named arrays, of whatever format. */
export interface WeightFile {
  readonly names: readonly string[];
  has(name: string): boolean;
  get(name: string): NdArray;
  /** The shape alone, in the formats where it can be had without the elements. */
  shape?(name: string): readonly number[];
  /** An attribute of a group, in the formats that have such. */
  attribute?(path: string, name: string): Hdf5Attribute | undefined;
}

/** An array of a file, read when it is needed. */
export interface StoredArray {
  readonly shape: readonly number[];
  read(): NdArray;
}

/** An array of a file of weights, not read yet where its shape can be had without. */
export function storedArray(file: WeightFile, name: string, where: string): StoredArray {
  return inFile(where, () => {
    const shape = file.shape?.(name);
    if (!shape) return inMemory(file.get(name));
    return { shape, read: () => inFile(where, () => file.get(name)) };
  });
}

export function inMemory(array: NdArray): StoredArray {
  return { shape: array.shape, read: () => array };
}

/** What a file's first bytes say that it is. */
export type FileKind = 'zip' | 'hdf5' | 'safetensors' | 'other';

export function kindOf(given: Uint8Array | ByteSource): FileKind {
  const bytes = given instanceof Uint8Array ? given : given.slice(0, Math.min(9, given.length));
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'zip';
  if (bytes[0] === 0x89 && bytes[1] === 0x48 && bytes[2] === 0x44) return 'hdf5';
  // the header's length in 8 bytes, the last of which are 0, and JSON
  const isSafetensors = bytes[8] === 0x7b && bytes[6] === 0 && bytes[7] === 0;
  return isSafetensors ? 'safetensors' : 'other';
}

/** The weights inside a `.keras` file. */
export const ARCHIVE_WEIGHTS = 'model.weights.h5';

/**
 * Opens `.weights.h5`, `.npz`, `.safetensors`, or the weights in a `.keras` file.
 * @throws FormatError naming the file
 */
export function openWeights(given: Uint8Array | ByteSource, where: string): WeightFile | Hdf5File {
  return inFile(where, () => {
    const kind = kindOf(given);
    if (kind === 'hdf5') return new Hdf5File(given);
    const bytes = given instanceof Uint8Array ? given : given.slice(0, given.length);
    if (kind === 'safetensors') return new SafetensorsFile(bytes);
    if (kind === 'zip') {
      const zip = new ZipArchive(bytes);
      return zip.has(ARCHIVE_WEIGHTS)
        ? new Hdf5File(zip.read(ARCHIVE_WEIGHTS))
        : new NpzFile(bytes);
    }
    throw new FormatError(
      'it is neither HDF5 (.h5) nor a zip file (.keras, .npz) nor .safetensors.',
    );
  });
}

/** Says in which file something is wrong. */
export function inFile<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError) || error.message.includes(where)) throw error;
    throw new FormatError(`${where}: ${error.message}`, { cause: error });
  }
}
