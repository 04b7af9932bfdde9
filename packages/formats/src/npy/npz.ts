import { checkOptions, FormatError } from '@ibexjs/core/plain';

import type { NdArray, NdArrayLike } from '../ndarray.js';
import type { ZipLimits } from '../zip/directory.js';
import { writeZip, ZipArchive, type WriteZipOptions } from '../zip/zip.js';
import { readNpy, writeNpy, type ReadNpyOptions } from './npy.js';

/** Options of `readNpz`. */
export interface ReadNpzOptions extends ReadNpyOptions, ZipLimits {}

/** The arrays of an `.npz` file, each unpacked when it is asked for. */
export class NpzFile {
  private readonly zip: ZipArchive;
  private readonly options: ReadNpyOptions;

  /**
   * @param options `int64` as `readNpy`; `maxEntries`, `maxBytes`: bounds on what it may claim
   * @throws FormatError when the zip directory is damaged
   */
  constructor(bytes: Uint8Array, options: ReadNpzOptions = {}) {
    checkOptions('NpzFile', options, ['int64', 'maxEntries', 'maxBytes']);
    const { int64, ...limits } = options;
    this.zip = new ZipArchive(bytes, limits);
    this.options = int64 === undefined ? {} : { int64 };
  }

  /** Names of the arrays, without `.npy`. */
  get names(): string[] {
    return this.zip.names.filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -4));
  }

  has(name: string): boolean {
    return this.zip.has(`${name}.npy`);
  }

  /** One array. @throws NotFoundError; FormatError naming the array */
  get(name: string): NdArray {
    const bytes = this.zip.read(`${name}.npy`);
    try {
      return readNpy(bytes, this.options);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new FormatError(`Array ${JSON.stringify(name)}: ${error.message}`, { cause: error });
    }
  }
}

/**
 * Reads every array of an `.npz` file, as `np.savez` and `np.savez_compressed` write it. To read
 * some of them only, use `NpzFile`.
 *
 * @throws FormatError when the file is truncated, damaged or hostile
 */
export function readNpz(bytes: Uint8Array, options: ReadNpzOptions = {}): Record<string, NdArray> {
  const file = new NpzFile(bytes, options);
  return Object.fromEntries(file.names.map((name) => [name, file.get(name)]));
}

/**
 * Writes named arrays as an `.npz` file that NumPy loads. The same arrays give the same bytes.
 *
 * @param options `compress`: as `np.savez_compressed`. Default: false
 */
export function writeNpz(
  arrays: Readonly<Record<string, NdArrayLike>>,
  options: WriteZipOptions = {},
): Uint8Array {
  checkOptions('writeNpz', options, ['compress']);
  const entries = Object.entries(arrays).map(
    ([name, array]) => [`${name}.npy`, writeNpy(array)] as const,
  );
  return writeZip(entries, options);
}
