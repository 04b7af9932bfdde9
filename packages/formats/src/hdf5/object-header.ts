import { FormatError } from '@ibexjs/core/plain';

import { UNDEFINED_ADDRESS, type Cursor } from './cursor.js';

/** Kinds of messages in an object's header that are read here. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One piece of an object's description; `cursor` ends with it. */
export interface Message {
  type: number;
  cursor: Cursor;
}

const MOST_MESSAGES = 100_000;

/** All messages of the group or dataset whose header stands there. */
export function readObjectHeader(file: Cursor, address: number): Message[] {
  const cursor = file.from(address);
  const first = cursor.u8();
  if (first === 1) return readVersion1(cursor);
  cursor.at--;
  return readVersion2(cursor.signature('OHDR'));
}

interface Block {
  at: number;
  end: number;
}

function readVersion1(header: Cursor): Message[] {
  header.skip(1 + 2 + 4);
  const size = header.u32();
  const blocks: Block[] = [{ at: header.at + 4, end: header.at + 4 + size }];
  const messages: Message[] = [];
  // blocks are found while they are read
  for (const { at, end } of blocks) {
    const cursor = header.from(at, end);
    while (cursor.left >= 8) {
      const type = cursor.u16();
      const length = cursor.u16();
      const flags = cursor.u8();
      cursor.skip(3);
      addMessage(messages, blocks, { type, length, flags }, cursor, 0);
    }
  }
  return messages;
}

function readVersion2(header: Cursor): Message[] {
  const version = header.u8();
  const flags = header.u8();
  if (version !== 2)
    throw new FormatError(`The HDF5 file has an object header of unknown version ${version}.`);
  if (flags & 0x20) header.skip(16);
  if (flags & 0x10) header.skip(4);
  const size = header.uint(1 << (flags & 3));
  const blocks: Block[] = [{ at: header.at, end: header.at + size }];
  const messages: Message[] = [];
  const headLength = flags & 4 ? 6 : 4;
  for (const { at, end } of blocks) {
    const cursor = header.from(at, end);
    while (cursor.left >= headLength) {
      const type = cursor.u8();
      const length = cursor.u16();
      const messageFlags = cursor.u8();
      cursor.skip(headLength - 4);
      addMessage(messages, blocks, { type, length, flags: messageFlags }, cursor, 4);
    }
  }
  return messages;
}

/** @param frame bytes of signature, and of checksum, around a continuation block */
function addMessage(
  messages: Message[],
  blocks: Block[],
  { type, length, flags }: { type: number; length: number; flags: number },
  cursor: Cursor,
  frame: number,
): void {
  const start = cursor.at;
  cursor.skip(length);
  if (messages.length >= MOST_MESSAGES || blocks.length > MOST_MESSAGES)
    throw new FormatError('The HDF5 file is damaged: an object has too many messages.');
  const message = cursor.from(start, start + length);
  if (type === MESSAGE.continuation) {
    const at = message.offset();
    const size = message.length();
    if (at === UNDEFINED_ADDRESS || blocks.some((block) => block.at === at + frame))
      throw new FormatError('The HDF5 file is damaged: an object header runs in a circle.');
    blocks.push({ at: at + frame, end: at + size - frame });
    return;
  }
  if (flags & 2) {
    // what is shared stands elsewhere; attributes that are not asked for may be so
    if (type === MESSAGE.datatype || type === MESSAGE.dataspace)
      throw new FormatError('The HDF5 file uses shared types, which are not read.');
    return;
  }
  messages.push({ type, cursor: message });
}

/** The first message of a kind. */
export function findMessage(messages: readonly Message[], type: number): Cursor | undefined {
  const found = messages.find((message) => message.type === type)?.cursor;
  return found && found.from(found.at, found.at + found.left);
}

/** Sizes of the axes that a dataspace message tells; null for an empty one. */
export function readDataspace(cursor: Cursor): number[] | null {
  const version = cursor.u8();
  const rank = cursor.u8();
  cursor.skip(1);
  if (version === 1) cursor.skip(5);
  else if (version !== 2)
    throw new FormatError(`The HDF5 file has a dataspace of unknown version ${version}.`);
  else if (cursor.u8() === 2) return null;
  if (rank > 32) throw new FormatError(`The HDF5 file is damaged: a dataset has ${rank} axes.`);
  return Array.from({ length: rank }, () => cursor.length());
}
