import { checkOptions, ValueError } from '@ibexjs/core/plain';

import { floatsToHalves } from '../float16.js';
import { checkNdArray, type NdArray, type NdArrayLike } from '../ndarray.js';
import { ByteWriter, NONE } from './byte-writer.js';
import { lookup3 } from './checksum.js';
import { encodeDatatype, textType } from './encode-datatype.js';
import type { Hdf5Attribute } from './hdf5-file.js';
import { GlobalHeap } from './global-heap.js';
import { MESSAGE } from './object-header.js';

/** What `writeHdf5` writes. */
export interface Hdf5Content {
  /** By path: `layers/dense/vars/0`. Groups on the way are made. */
  datasets?: Readonly<Record<string, NdArrayLike>>;
  /** By path of a group ('' is the whole file), then by name. Such groups are made if need be. */
  attributes?: Readonly<Record<string, Readonly<Record<string, Hdf5Attribute>>>>;
}

interface Group {
  groups: Map<string, Group>;
  datasets: Map<string, NdArray>;
  attributes: Readonly<Record<string, Hdf5Attribute>>;
}

/** Of what one message in a header can hold. */
const MOST_MESSAGE_BYTES = 65_000;

/**
 * Writes an HDF5 file that h5py (and HDF5 since 1.8) reads. The same content gives the same bytes.
 *
 * @throws ValueError for an array that does not fit its shape, or a path that is both group and dataset
 */
export function writeHdf5(content: Hdf5Content): Uint8Array {
  checkOptions('writeHdf5', content, ['datasets', 'attributes']);
  const root = arrange(content);
  const heap = new GlobalHeap();
  collectTexts(root, heap);
  const out = new ByteWriter();
  out.fill(48); // the superblock, when the rest is known
  heap.write(out);
  const rootAddress = writeGroup(out, root, heap);
  out.patch(0, superblock(rootAddress, out.length));
  return out.finish();
}

function arrange({ datasets = {}, attributes = {} }: Hdf5Content): Group {
  const root = newGroup();
  const groupAt = (names: readonly string[]): Group => {
    let group = root;
    for (const name of names) {
      if (group.datasets.has(name))
        throw new ValueError(`writeHdf5: "${name}" is both a dataset and a group.`);
      let inner = group.groups.get(name);
      if (!inner) group.groups.set(name, (inner = newGroup()));
      group = inner;
    }
    return group;
  };
  for (const [path, values] of Object.entries(attributes))
    groupAt(namesIn(path)).attributes = values;
  for (const [path, array] of Object.entries(datasets)) {
    const names = namesIn(path);
    const name = names.pop() ?? '';
    const group = groupAt(names);
    if (name === '' || group.groups.has(name) || group.datasets.has(name))
      throw new ValueError(`writeHdf5: "${path}" is no name for a dataset, or taken.`);
    group.datasets.set(name, checkNdArray(`writeHdf5, ${path}`, array));
  }
  return root;
}

function newGroup(): Group {
  return { groups: new Map(), datasets: new Map(), attributes: {} };
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}

function collectTexts(group: Group, heap: GlobalHeap): void {
  for (const value of Object.values(group.attributes))
    for (const text of [value].flat()) if (typeof text === 'string') heap.add(text);
  for (const { dtype, data } of group.datasets.values())
    if (dtype === 'string') for (const text of data as string[]) heap.add(text);
  for (const inner of group.groups.values()) collectTexts(inner, heap);
}

function superblock(root: number, end: number): Uint8Array {
  const block = new ByteWriter();
  block.bytes([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
  block.bytes([2, 8, 8, 0]);
  for (const address of [0, NONE, end, root]) block.u64(address);
  block.u32(lookup3(block.finish()));
  return block.finish();
}

/** Writes what is inside first, so that its address is known. @returns the address of the header */
function writeGroup(out: ByteWriter, group: Group, heap: GlobalHeap): number {
  const links: [string, number][] = [];
  for (const [name, inner] of group.groups) links.push([name, writeGroup(out, inner, heap)]);
  for (const [name, array] of group.datasets) links.push([name, writeDataset(out, array, heap)]);
  const info = new ByteWriter().bytes([0, 0]).u64(NONE).u64(NONE);
  const messages: HeaderMessage[] = [
    [MESSAGE.linkInfo, info.finish()],
    [0x0a, Uint8Array.of(0, 0)],
    ...links
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, address]): HeaderMessage => [MESSAGE.link, linkMessage(name, address)]),
    ...Object.entries(group.attributes).map(([name, value]): HeaderMessage => [
      MESSAGE.attribute,
      attributeMessage(name, value, heap),
    ]),
  ];
  return writeHeader(out, messages);
}

function linkMessage(name: string, address: number): Uint8Array {
  const encoded = new TextEncoder().encode(name);
  // flags: a name's length of two bytes, and the character set
  return new ByteWriter()
    .bytes([1, 0x11, 1])
    .u16(encoded.length)
    .bytes(encoded)
    .u64(address)
    .finish();
}

function attributeMessage(name: string, value: Hdf5Attribute, heap: GlobalHeap): Uint8Array {
  const encoded = new TextEncoder().encode(`${name}\0`);
  const isText =
    typeof value === 'string' || (Array.isArray(value) && typeof value[0] === 'string');
  const type = isText ? textType() : encodeDatatype('float64');
  const space = dataspace(Array.isArray(value) ? [value.length] : []);
  const message = new ByteWriter().bytes([3, 0]);
  message.u16(encoded.length).u16(type.length).u16(space.length).bytes([1]);
  message.bytes(encoded).bytes(type).bytes(space);
  if (isText) for (const text of [value].flat()) message.bytes(heap.reference(text as string));
  else message.bytes(new Uint8Array(Float64Array.from([value].flat() as number[]).buffer));
  return message.finish();
}

function writeDataset(out: ByteWriter, array: NdArray, heap: GlobalHeap): number {
  const isText = array.dtype === 'string';
  out.align(8);
  const address = out.length;
  if (isText) for (const text of array.data as string[]) out.bytes(heap.reference(text));
  else out.bytes(bytesOf(array));
  const size = out.length - address;
  return writeHeader(out, [
    [MESSAGE.dataspace, dataspace(array.shape)],
    [MESSAGE.datatype, isText ? textType() : encodeDatatype(array.dtype)],
    // fill value, version 3: memory is taken late, none is defined
    [0x05, Uint8Array.of(3, 0x0a)],
    [
      MESSAGE.layout,
      new ByteWriter()
        .bytes([3, 1])
        .u64(size > 0 ? address : NONE)
        .u64(size)
        .finish(),
    ],
  ]);
}

function dataspace(shape: readonly number[]): Uint8Array {
  const space = new ByteWriter().bytes([2, shape.length, 0, shape.length > 0 ? 1 : 0]);
  for (const axis of shape) space.u64(axis);
  return space.finish();
}

function bytesOf({ dtype, data }: NdArray): Uint8Array {
  if (dtype === 'int64' || dtype === 'uint64') {
    const whole = data instanceof BigInt64Array || data instanceof BigUint64Array;
    return viewOf(whole ? data : BigInt64Array.from(Array.from(data as ArrayLike<number>, BigInt)));
  }
  if (dtype === 'float16') return viewOf(floatsToHalves(data as Float32Array));
  return viewOf(data as Exclude<NdArray['data'], unknown[]>);
}

function viewOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

type HeaderMessage = [type: number, data: Uint8Array];

/** An object header of version 2. @returns its address */
function writeHeader(out: ByteWriter, messages: readonly HeaderMessage[]): number {
  const body = new ByteWriter();
  for (const [type, data] of messages) {
    if (data.length > MOST_MESSAGE_BYTES)
      throw new ValueError(
        'writeHdf5: a list of more than 4000 texts does not fit in one attribute.',
      );
    body.bytes([type]).u16(data.length).bytes([0]).bytes(data);
  }
  out.align(8);
  const address = out.length;
  const header = new ByteWriter().bytes([0x4f, 0x48, 0x44, 0x52, 2, 2]).u32(body.length);
  header.bytes(body.finish());
  const bytes = header.finish();
  out.bytes(bytes).u32(lookup3(bytes));
  return address;
}
