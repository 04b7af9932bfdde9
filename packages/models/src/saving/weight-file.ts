import { FormatError } from '@ibexjs/core';
import {
  Hdf5File,
  NpzFile,
  SafetensorsFile,
  ZipArchive,
  type Hdf5Attribute,
  type NdArray,
} from '@ibexjs/formats';

/** Named arrays, of whatever format. */
export interface WeightFile {
  readonly names: readonly string[];
  has(name: string): boolean;
  get(name: string): NdArray;
  /** An attribute of a group, in the formats that have such. */
  attribute?(path: string, name: string): Hdf5Attribute | undefined;
}

/** An array of a file, read when it is needed. */
export interface StoredArray {
  readonly shape: readonly number[];
  read(): NdArray;
}

/** An array of a file of weights; that of an HDF5 file is not read yet, only its shape. */
export function storedArray(
  file: WeightFile | Hdf5File,
  name: string,
  where: string,
): StoredArray {
  if (file instanceof Hdf5File)
    return { shape: file.shape(name), read: () => inFile(where, () => file.get(name)) };
  return inMemory(file.get(name));
}

export function inMemory(array: NdArray): StoredArray {
  return { shape: array.shape, read: () => array };
}

/** What a file's first bytes say that it is. */
export type FileKind = 'zip' | 'hdf5' | 'safetensors' | 'other';

export function kindOf(bytes: Uint8Array): FileKind {
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
export function openWeights(bytes: Uint8Array, where: string): WeightFile | Hdf5File {
  return inFile(where, () => {
    const kind = kindOf(bytes);
    if (kind === 'hdf5') return new Hdf5File(bytes);
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
