import { DownloadError, isNode, readFile, ValueError } from '@ibexjs/core';
import { FileBytes, type ByteSource } from '@ibexjs/formats';

import { kindOf } from './weight-file.js';

/**
 * Where a file comes from: a path, an http address, its bytes, a `File` or `Blob` of a page, or a
 * function that gives the bytes.
 */
export type FileSource = string | Uint8Array | Blob | (() => Uint8Array | Promise<Uint8Array>);

/** Where a file goes: a path, or a function that is given its bytes. */
export type FileDestination = string | ((bytes: Uint8Array) => void | Promise<void>);

/** The bytes, and what messages call them. */
export interface NamedBytes {
  bytes: Uint8Array;
  where: string;
}

/** @throws FileError, DownloadError; ValueError for what is no source */
export async function readSource(source: FileSource): Promise<NamedBytes> {
  if (typeof source === 'string') {
    const bytes = isAddress(source) ? await fetchFile(source) : await readFile(source);
    return { bytes, where: source };
  }
  if (source instanceof Uint8Array) return { bytes: source, where: 'the given bytes' };
  if (typeof source === 'function') return { bytes: await source(), where: 'the given bytes' };
  if (typeof Blob !== 'undefined' && source instanceof Blob) {
    const bytes = new Uint8Array(await source.arrayBuffer());
    const { name } = source as Blob & { name?: string };
    return { bytes, where: name ?? 'the given file' };
  }
  throw new ValueError(
    `A file is given by its path, address, bytes, Blob, or a function; received a ${typeof source}.`,
  );
}

/**
 * Calls `use` with what a source holds. Of an HDF5 file on disk, only what `use` asks for is read.
 * @throws as `readSource`, and what `use` throws
 */
export async function withSource<T>(
  source: FileSource,
  use: (bytes: Uint8Array | ByteSource, where: string) => T | Promise<T>,
): Promise<T> {
  if (isNode && typeof source === 'string' && !isAddress(source)) {
    const file = FileBytes.open(source);
    try {
      if (kindOf(file) === 'hdf5') return await use(file, source);
    } finally {
      file.close();
    }
  }
  const { bytes, where } = await readSource(source);
  return use(bytes, where);
}

function isAddress(source: string): boolean {
  return /^https?:/.test(source);
}

/** The bytes at an address; not cached, as models at one address may change. */
export async function fetchFile(address: string): Promise<Uint8Array> {
  try {
    const response = await fetch(address);
    if (!response.ok)
      throw new Error(`the server answers ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause === undefined ? message : `${message}: ${(cause as Error).message}`;
    throw new DownloadError(`Cannot download ${address}: ${why}.`, { cause: error });
  }
}
