import { FormatError } from '@ibexjs/core/plain';
import { unzlibSync } from 'fflate';

import { sizeOf } from '../ndarray.js';
import { UNDEFINED_ADDRESS, type Cursor } from './cursor.js';
import { leavesOf } from './links.js';

interface Filter {
  id: number;
  values: number[];
}

/** What is needed to find a dataset's bytes. */
export interface Extent {
  shape: number[];
  elementSize: number;
  where: string;
}

/** The bytes of a dataset, by its layout message. */
export function readStorage(
  layout: Cursor,
  filters: Cursor | undefined,
  extent: Extent,
): Uint8Array {
  const version = layout.u8();
  const size = sizeOf(extent.shape) * extent.elementSize;
  if (version < 3) return readOldLayout(layout, filters, extent, size);
  const storageClass = layout.u8();
  if (storageClass === 0) return exactly(layout.take(layout.u16()), size, extent.where);
  if (storageClass === 1) return contiguous(layout, layout.offset(), size);
  if (storageClass !== 2)
    throw new FormatError(`${extent.where} is put together from other files, which is not read.`);
  checkSize(layout, size, filters, extent.where);
  if (version === 3) {
    const rank = layout.u8() - 1;
    const tree = layout.offset();
    const chunk = Array.from({ length: rank }, () => layout.u32());
    return readChunks(layout, tree, chunk, filters, extent);
  }
  return readNewLayout(layout, filters, extent, size);
}

/** Versions 1 and 2, of HDF5 1.4 to 1.6. */
function readOldLayout(
  layout: Cursor,
  filters: Cursor | undefined,
  extent: Extent,
  size: number,
): Uint8Array {
  const rank = layout.u8();
  const storageClass = layout.u8();
  layout.skip(5);
  const address = storageClass === 0 ? 0 : layout.offset();
  const dimensions = Array.from({ length: rank }, () => layout.u32());
  if (storageClass === 0) return exactly(layout.take(layout.u32()), size, extent.where);
  if (storageClass === 1) return contiguous(layout, address, size);
  checkSize(layout, size, filters, extent.where);
  return readChunks(layout, address, dimensions.slice(0, -1), filters, extent);
}

/** Version 4: of its kinds of chunks, the single one. */
function readNewLayout(
  layout: Cursor,
  filters: Cursor | undefined,
  extent: Extent,
  size: number,
): Uint8Array {
  const flags = layout.u8();
  const rank = layout.u8();
  layout.skip(layout.u8() * rank);
  if (layout.u8() !== 1) {
    throw new FormatError(
      `${extent.where} is stored in the form of libver="latest", which is not read; write it with the default.`,
    );
  }
  const isFiltered = (flags & 2) !== 0;
  const packed = isFiltered ? layout.length() : size;
  const mask = isFiltered ? layout.u32() : 0;
  const address = layout.offset();
  const bytes = layout.from(address).take(packed);
  return unfilter(bytes, readFilters(filters), mask, size, extent.where);
}

/** Refuses what cannot be true before memory is taken for it. */
function checkSize(file: Cursor, size: number, filters: Cursor | undefined, where: string): void {
  // deflate makes at most 1032 bytes of one
  const most = file.source.length * (filters ? 1032 : 1);
  if (!(size <= most)) {
    throw new FormatError(
      `${where} claims ${size} bytes, which a file of ${file.source.length} bytes cannot hold.`,
    );
  }
}

function exactly(bytes: Uint8Array, size: number, where: string): Uint8Array {
  if (bytes.length >= size) return bytes.subarray(0, size);
  throw new FormatError(`${where} needs ${size} bytes; the file has ${bytes.length} for it.`);
}

function contiguous(file: Cursor, address: number, size: number): Uint8Array {
  if (address !== UNDEFINED_ADDRESS) return file.from(address).take(size);
  if (size > file.source.length)
    throw new FormatError(`The HDF5 file claims ${size} bytes of zeros; it is damaged.`);
  // never written: zeros
  return new Uint8Array(size);
}

interface ChunkKey {
  size: number;
  mask: number;
  start: number[];
}

function readChunks(
  file: Cursor,
  tree: number,
  chunk: number[],
  filterMessage: Cursor | undefined,
  { shape, elementSize, where }: Extent,
): Uint8Array {
  const chunkSize = sizeOf(chunk) * elementSize;
  if (chunk.length !== shape.length || chunk.some((axis) => axis === 0))
    throw new FormatError(`${where} is damaged: its chunks do not have its axes.`);
  checkSize(file, chunkSize, filterMessage, where);
  const out = new Uint8Array(sizeOf(shape) * elementSize);
  if (tree === UNDEFINED_ADDRESS || out.length === 0) return out;
  const filters = readFilters(filterMessage);
  const readKey = (cursor: Cursor): ChunkKey => ({
    size: cursor.u32(),
    mask: cursor.u32(),
    start: Array.from({ length: shape.length + 1 }, () => cursor.uint(8)).slice(0, -1),
  });
  for (const { key, address } of leavesOf(file, tree, 1, readKey)) {
    if (key.start.some((at, axis) => at >= shape[axis]!)) continue;
    const packed = file.from(address).take(key.size);
    const bytes = unfilter(packed, filters, key.mask, chunkSize, where);
    copyChunk(bytes, chunk, key.start, out, shape, elementSize);
  }
  return out;
}

/** Puts a chunk in its place, row by row; what lies beyond the edge is left out. */
function copyChunk(
  bytes: Uint8Array,
  chunk: number[],
  start: number[],
  out: Uint8Array,
  shape: number[],
  elementSize: number,
): void {
  const last = shape.length - 1;
  if (last < 0) return out.set(bytes.subarray(0, out.length));
  const row = Math.min(chunk[last]!, shape[last]! - start[last]!) * elementSize;
  const copy = (axis: number, from: number, to: number): void => {
    if (axis === last) {
      const target = (to * shape[last]! + start[last]!) * elementSize;
      const source = from * chunk[last]! * elementSize;
      return out.set(bytes.subarray(source, source + row), target);
    }
    const count = Math.min(chunk[axis]!, shape[axis]! - start[axis]!);
    for (let i = 0; i < count; i++)
      copy(axis + 1, from * chunk[axis]! + i, to * shape[axis]! + start[axis]! + i);
  };
  copy(0, 0, 0);
}

function readFilters(message: Cursor | undefined): Filter[] {
  if (!message) return [];
  const cursor = message.from(message.at, message.at + message.left);
  const version = cursor.u8();
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameLength = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const values = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    const filter = { id, values: Array.from({ length: values }, () => cursor.u32()) };
    if (version === 1 && values % 2 === 1) cursor.skip(4);
    return filter;
  });
}

/** Undoes the filters, last to first: 1 deflate, 2 shuffle, 3 checksum. */
function unfilter(
  packed: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  size: number,
  where: string,
): Uint8Array {
  let bytes = packed;
  for (let i = filters.length - 1; i >= 0; i--) {
    const { id, values } = filters[i]!;
    if ((mask >> i) & 1) continue;
    if (id === 1) bytes = inflate(bytes, size, where);
    else if (id === 2) bytes = unshuffle(bytes, values[0] ?? 1);
    else if (id === 3) bytes = bytes.subarray(0, -4);
    else throw new FormatError(`${where} is packed by filter ${id}; deflate and shuffle are read.`);
  }
  return exactly(bytes, size, where);
}

function inflate(packed: Uint8Array, size: number, where: string): Uint8Array {
  try {
    // room for a checksum behind
    return unzlibSync(packed, { out: new Uint8Array(size + 4) });
  } catch (error) {
    throw new FormatError(`${where} is damaged: ${(error as Error).message}.`, { cause: error });
  }
}

/** Bytes that were sorted by their place in the element, back in order. */
function unshuffle(bytes: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(bytes.length / size);
  const out = bytes.slice();
  for (let part = 0; part < size; part++)
    for (let i = 0; i < count; i++) out[i * size + part] = bytes[part * count + i]!;
  return out;
}
