import { FormatError } from '@ibexjs/core/plain';

import { UNDEFINED_ADDRESS, type Cursor } from './cursor.js';
import { findMessage, MESSAGE, type Message } from './object-header.js';

const MOST_NODES = 1_000_000;

/** Names in a group, and where their objects' headers stand; null when it is no group. */
export function readLinks(file: Cursor, messages: readonly Message[]): Map<string, number> | null {
  const table = findMessage(messages, MESSAGE.symbolTable);
  if (table) return readSymbolTable(file, table.offset(), table.offset());
  const info = findMessage(messages, MESSAGE.linkInfo);
  if (!info) return null;
  refuseDense(info);
  const links = new Map<string, number>();
  for (const { type, cursor } of messages) {
    if (type !== MESSAGE.link) continue;
    const link = readLink(cursor.from(cursor.at, cursor.at + cursor.left));
    if (link) links.set(...link);
  }
  return links;
}

function refuseDense(info: Cursor): void {
  info.skip(1);
  if (info.u8() & 1) info.skip(8);
  if (info.offset() !== UNDEFINED_ADDRESS) {
    throw new FormatError(
      'The HDF5 file keeps its groups in the form of libver="latest", which is not read; write it with the default.',
    );
  }
}

/** A link message; null for links to other places or files, which are not followed. */
function readLink(cursor: Cursor): [name: string, address: number] | null {
  cursor.skip(1);
  const flags = cursor.u8();
  const type = flags & 8 ? cursor.u8() : 0;
  if (flags & 4) cursor.skip(8);
  if (flags & 16) cursor.skip(1);
  const name = new TextDecoder().decode(cursor.take(cursor.uint(1 << (flags & 3))));
  return type === 0 ? [name, cursor.offset()] : null;
}

/** Groups of the oldest form: names in a heap, entries in a tree. */
function readSymbolTable(file: Cursor, tree: number, heap: number): Map<string, number> {
  const names = file.from(heap).signature('HEAP').skip(4);
  const size = names.length();
  names.length();
  const start = names.offset();
  const links = new Map<string, number>();
  for (const leaf of leavesOf(file, tree, 0, (cursor) => void cursor.length())) {
    const node = file.from(leaf.address).signature('SNOD').skip(2);
    const count = node.u16();
    for (let i = 0; i < count; i++) {
      const nameAt = node.offset();
      const address = node.offset();
      const cache = node.u32();
      node.skip(20);
      if (nameAt >= size) throw new FormatError('The HDF5 file is damaged: a name is missing.');
      // 2: a soft link
      if (cache !== 2) links.set(file.from(start + nameAt, start + size).text(), address);
    }
  }
  return links;
}

/** A child of the lowest level of a tree, with the key before it. */
export interface TreeLeaf<Key> {
  key: Key;
  address: number;
}

/** Walks a tree (version 1) in order. @param type 0: of a group, 1: of chunks */
export function leavesOf<Key>(
  file: Cursor,
  root: number,
  type: number,
  readKey: (cursor: Cursor) => Key,
): TreeLeaf<Key>[] {
  const leaves: TreeLeaf<Key>[] = [];
  const seen = new Set<number>();
  const visit = (address: number, above: number): void => {
    const node = file.from(address).signature('TREE');
    const [nodeType, level, count] = [node.u8(), node.u8(), node.u16()];
    if (nodeType !== type || level >= above || seen.has(address) || seen.size > MOST_NODES)
      throw new FormatError('The HDF5 file is damaged: a tree in it is none.');
    seen.add(address);
    node.offset();
    node.offset();
    for (let i = 0; i < count; i++) {
      const key = readKey(node);
      const child = node.offset();
      if (level > 0) visit(child, level);
      else leaves.push({ key, address: child });
    }
  };
  visit(root, 256);
  return leaves;
}
