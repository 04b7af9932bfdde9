import { FormatError, NotFoundError } from '@ibexjs/core/plain';

import { MemoryBytes, type ByteSource } from '../byte-source.js';
import { showShape, sizeOf, type NdArray } from '../ndarray.js';
import { Cursor, UNDEFINED_ADDRESS, decodeText } from './cursor.js';
import { decodeElements, dtypeOfElements, readDatatype, type Datatype } from './datatype.js';
import { readLinks } from './links.js';
import {
  MESSAGE,
  findMessage,
  readDataspace,
  readObjectHeader,
  type Message,
} from './object-header.js';
import { readStorage } from './storage.js';

/** What an attribute holds: a text or number, or a list of them. */
export type Hdf5Attribute = string | number | string[] | number[];

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_OBJECTS = 1_000_000;
const DEEPEST = 100;

/**
 * An HDF5 file, as h5py and Keras write it: groups of named datasets, both with attributes. Only
 * what is asked for is read. Every address and size in the file is checked before it is used.
 *
 * Read are: groups of the default form, contiguous, compact and chunked datasets, the filters
 * deflate and shuffle; numbers, booleans and strings. What `libver="latest"` makes of large groups
 * is refused, and so are links to other files.
 *
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */
export class Hdf5File {
  private readonly file: Cursor;
  private readonly root: number;
  private readonly headers = new Map<number, Message[]>();
  private readonly links = new Map<number, Map<string, number> | null>();

  /**
   * @param given the file's bytes, or `FileBytes.open(path)` for a file that stays on disk
   * @throws FormatError when this is no HDF5 file
   */
  constructor(given: Uint8Array | ByteSource) {
    // a Buffer of Node slices without copying
    const bytes =
      given instanceof Uint8Array
        ? new MemoryBytes(new Uint8Array(given.buffer, given.byteOffset, given.byteLength))
        : given;
    const start = findSignature(bytes);
    // addresses count from the signature; something before it is rare, and then all is read
    const counted = start === 0 ? bytes : new MemoryBytes(bytes.slice(start, bytes.length - start));
    ({ file: this.file, root: this.root } = readSuperblock(counted, bytes.length));
  }

  /** Whether there is a group or dataset of that path: `layers/dense/vars/0`. */
  has(path: string): boolean {
    return this.find(path) !== undefined;
  }

  isGroup(path: string): boolean {
    const address = this.find(path);
    return address !== undefined && this.linksAt(address) !== null;
  }

  /** Names in a group; none when there is no such group. */
  keys(path = ''): string[] {
    const address = this.find(path);
    return address === undefined ? [] : [...(this.linksAt(address)?.keys() ?? [])];
  }

  /** Paths of all datasets. */
  get names(): string[] {
    const found: string[] = [];
    let seen = 0;
    const visit = (address: number, path: string, depth: number): void => {
      if (depth > DEEPEST || ++seen > MOST_OBJECTS)
        throw new FormatError('The HDF5 file is damaged: its groups have no end.');
      const links = this.linksAt(address);
      if (links === null) found.push(path);
      else
        for (const [name, child] of links)
          visit(child, path === '' ? name : `${path}/${name}`, depth + 1);
    };
    visit(this.root, '', 0);
    return found;
  }

  /** The shape of a dataset, its elements unread. @throws NotFoundError, FormatError */
  shape(path: string): number[] {
    return readDataspace(this.message(path, MESSAGE.dataspace)) ?? [0];
  }

  /** A dataset. @throws NotFoundError; FormatError naming it */
  get(path: string): NdArray {
    const where = `HDF5 dataset ${JSON.stringify(path)}`;
    return naming(where, () => {
      const type = readDatatype(this.message(path, MESSAGE.datatype));
      const shape = this.shape(path);
      const dtype = dtypeOfElements(type, where);
      const filters = findMessage(this.headerOf(path), MESSAGE.filters);
      const layout = this.message(path, MESSAGE.layout);
      if (!Number.isSafeInteger(sizeOf(shape) * type.size))
        throw new FormatError(`${where} claims the shape ${showShape(shape)}.`);
      const raw = readStorage(layout, filters, { shape, elementSize: type.size, where });
      return { shape, dtype, data: this.decode(type, raw, where) };
    });
  }

  /** An attribute of a group or dataset ('' is the whole file); undefined when there is none. */
  attribute(path: string, name: string): Hdf5Attribute | undefined {
    const where = `HDF5 attribute ${JSON.stringify(name)} of ${JSON.stringify(path)}`;
    return naming(where, () => {
      const messages = this.headerOf(path);
      for (const message of messages) {
        if (message.type !== MESSAGE.attribute) continue;
        const { cursor } = message;
        const found = this.readAttribute(
          cursor.from(cursor.at, cursor.at + cursor.left),
          name,
          where,
        );
        if (found !== undefined) return found;
      }
      refuseDenseAttributes(findMessage(messages, MESSAGE.attributeInfo), where);
      return undefined;
    });
  }

  private readAttribute(cursor: Cursor, name: string, where: string): Hdf5Attribute | undefined {
    const version = cursor.u8();
    const isShared = (cursor.u8() & 1) !== 0;
    const sizes = [cursor.u16(), cursor.u16(), cursor.u16()];
    if (version === 3) cursor.skip(1);
    const part = (size: number): Cursor => {
      const start = cursor.at;
      cursor.skip(version === 1 ? Math.ceil(size / 8) * 8 : size);
      return cursor.from(start, start + size);
    };
    const [nameAt, typeAt, spaceAt] = sizes.map(part) as [Cursor, Cursor, Cursor];
    if (nameAt.text() !== name) return undefined;
    if (isShared) throw new FormatError(`${where} uses a shared type, which is not read.`);
    const type = readDatatype(typeAt);
    const shape = readDataspace(spaceAt) ?? [0];
    dtypeOfElements(type, where);
    const data = this.decode(type, cursor.take(sizeOf(shape) * type.size), where);
    const list = Array.from(data as ArrayLike<string | number>) as string[] | number[];
    return shape.length === 0 ? list[0]! : list;
  }

  private decode(type: Datatype, raw: Uint8Array, where: string): NdArray['data'] {
    if (type.kind !== 'vlen-string') return decodeElements(type, raw, where);
    const cursor = new Cursor(raw, 0, this.file.widths);
    const heaps = new Map<number, Map<number, Uint8Array>>();
    const count = raw.length / type.size;
    return Array.from({ length: count }, (_, i) => {
      cursor.at = i * type.size;
      const length = cursor.u32();
      const address = cursor.offset();
      const index = cursor.u32();
      if (length === 0) return '';
      let heap = heaps.get(address);
      if (!heap) heaps.set(address, (heap = readGlobalHeap(this.file, address)));
      const bytes = heap.get(index);
      if (!bytes || bytes.length < length)
        throw new FormatError(`${where} is damaged: a text is missing.`);
      return decodeText(bytes.subarray(0, length));
    });
  }

  private message(path: string, type: number): Cursor {
    const found = findMessage(this.headerOf(path), type);
    if (found) return found;
    throw new FormatError(`HDF5 object ${JSON.stringify(path)} is not a dataset.`);
  }

  private headerOf(path: string): Message[] {
    const address = this.find(path);
    if (address !== undefined) return this.headerAt(address);
    throw new NotFoundError(`The HDF5 file has no ${JSON.stringify(path)}.`);
  }

  private headerAt(address: number): Message[] {
    let header = this.headers.get(address);
    if (!header) this.headers.set(address, (header = readObjectHeader(this.file, address)));
    return header;
  }

  private linksAt(address: number): Map<string, number> | null {
    let links = this.links.get(address);
    if (links === undefined)
      this.links.set(address, (links = readLinks(this.file, this.headerAt(address))));
    return links;
  }

  private find(path: string): number | undefined {
    let address: number | undefined = this.root;
    for (const name of path.split('/')) {
      if (name === '') continue;
      if (address === undefined) return undefined;
      address = this.linksAt(address)?.get(name);
    }
    return address;
  }
}

function findSignature(bytes: ByteSource): number {
  for (let at = 0; at + 8 <= bytes.length; at = at === 0 ? 512 : at * 2) {
    if (SIGNATURE.every((byte, i) => bytes.byteAt(at + i) === byte)) return at;
  }
  throw new FormatError('This is not an HDF5 file: it does not begin as one.');
}

function readSuperblock(bytes: ByteSource, length: number): { file: Cursor; root: number } {
  const start = new Cursor(bytes, 8, { offset: 8, length: 8 });
  const version = start.u8();
  if (version > 3) throw new FormatError(`HDF5 files of version ${version} are not read.`);
  if (version < 2) start.skip(4);
  const widths = { offset: start.u8(), length: start.u8() };
  if (![2, 4, 8].includes(widths.offset) || ![2, 4, 8].includes(widths.length))
    throw new FormatError('The HDF5 file is damaged: its addresses have an impossible width.');
  const file = new Cursor(bytes, start.at, widths);
  file.skip(version === 0 ? 9 : version === 1 ? 13 : 1);
  file.offset(); // where addresses count from
  file.offset(); // free space, or an extension
  const end = file.offset();
  if (end !== UNDEFINED_ADDRESS && end > length)
    throw new FormatError(`The HDF5 file is truncated: it has ${length} of its ${end} bytes.`);
  if (version < 2) file.skip(2 * widths.offset); // driver, name of the root
  return { file, root: file.offset() };
}

/** Texts of any length stand in heaps, by number. */
function readGlobalHeap(file: Cursor, address: number): Map<number, Uint8Array> {
  const start = file.from(address).signature('GCOL').skip(4);
  const heap = file.from(start.at, address + start.length());
  heap.length();
  const objects = new Map<number, Uint8Array>();
  while (heap.left >= 16) {
    const index = heap.u16();
    heap.skip(6);
    const size = heap.length();
    if (index === 0) break;
    objects.set(index, heap.take(size));
    heap.skip(Math.min((8 - (size % 8)) % 8, heap.left));
  }
  return objects;
}

function refuseDenseAttributes(info: Cursor | undefined, where: string): void {
  if (!info) return;
  info.skip(1);
  if (info.u8() & 1) info.skip(2);
  if (info.offset() !== UNDEFINED_ADDRESS)
    throw new FormatError(`${where} is stored in the form of libver="latest", which is not read.`);
}

/** Says what was being read. */
function naming<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError) || error.message.startsWith(where)) throw error;
    throw new FormatError(`${where}: ${error.message}`, { cause: error });
  }
}
