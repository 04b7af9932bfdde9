import { nodeFs } from '@ibexjs/core';

/**
 * Looks at a library before it is opened: a file that was cut short (an interrupted download) kills
 * the process with SIGBUS as soon as the loader touches the missing part, which no program can
 * catch.
 *
 * @returns what is wrong with the file; null when nothing is
 */
export function faultOfLibrary(path: string): string | null {
  const fs = nodeFs()!;
  const file = fs.openSync(path, 'r');
  try {
    const { size } = fs.fstatSync(file);
    const read = (length: number, position: number): DataView | null => {
      const bytes = new Uint8Array(length);
      return fs.readSync(file, bytes, 0, length, position) < length
        ? null
        : new DataView(bytes.buffer);
    };
    const head = read(64, 0);
    if (!head) return `it holds only ${size} bytes`;
    const magic = head.getUint32(0);
    if (magic === 0x7f454c46) return faultOfElf(head, read, size);
    if (magic === 0xcffaedfe) return faultOfMachO(head, read, size);
    if (magic === 0xcafebabe) return null; // several processors in one file: dyld checks the parts
    if (head.getUint16(0) === 0x4d5a) return faultOfPe(head, read, size);
    return 'it is not a library (an ELF, Mach-O or PE file)';
  } finally {
    fs.closeSync(file);
  }
}

type Read = (length: number, position: number) => DataView | null;

const needs = (size: number, needed: number): string | null =>
  needed > size ? `it is cut short: ${size} of at least ${needed} bytes` : null;

/** Linux: the section table lies at the end, segments before it. */
function faultOfElf(head: DataView, read: Read, size: number): string | null {
  if (head.getUint8(4) !== 2) return 'it is not for a 64-bit processor';
  const wide = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
  const [programs, sections] = [wide(head, 32), wide(head, 40)];
  const [programSize, programCount] = [head.getUint16(54, true), head.getUint16(56, true)];
  let needed = sections + head.getUint16(58, true) * head.getUint16(60, true);
  const table = read(programSize * programCount, programs);
  if (!table) return needs(size, programs + programSize * programCount);
  for (let at = 0; at < table.byteLength; at += programSize) {
    needed = Math.max(needed, wide(table, at + 8) + wide(table, at + 32));
  }
  return needs(size, needed);
}

const LC_SEGMENT_64 = 0x19;

/** macOS: each segment says which part of the file it is. */
function faultOfMachO(head: DataView, read: Read, size: number): string | null {
  const [count, bytes] = [head.getUint32(16, true), head.getUint32(20, true)];
  const commands = read(bytes, 32);
  if (!commands) return needs(size, 32 + bytes);
  let needed = 0;
  for (let i = 0, at = 0; i < count && at + 56 <= bytes; i++) {
    if (commands.getUint32(at, true) === LC_SEGMENT_64) {
      const offset = Number(commands.getBigUint64(at + 40, true));
      needed = Math.max(needed, offset + Number(commands.getBigUint64(at + 48, true)));
    }
    at += Math.max(commands.getUint32(at + 4, true), 8);
  }
  return needs(size, needed);
}

/** Windows: each section says which part of the file it is. */
function faultOfPe(head: DataView, read: Read, size: number): string | null {
  const start = head.getUint32(60, true);
  const coff = read(24, start);
  if (coff?.getUint32(0) !== 0x50450000) return 'it is not a Windows library';
  const [count, optional] = [coff.getUint16(6, true), coff.getUint16(20, true)];
  const sections = read(40 * count, start + 24 + optional);
  if (!sections) return needs(size, start + 24 + optional + 40 * count);
  let needed = 0;
  for (let at = 0; at < sections.byteLength; at += 40) {
    const [length, offset] = [sections.getUint32(at + 16, true), sections.getUint32(at + 20, true)];
    needed = Math.max(needed, offset + length);
  }
  return needs(size, needed);
}
