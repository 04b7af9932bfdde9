import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { faultOfLibrary } from './header.js';

const folder = mkdtempSync(join(tmpdir(), 'ibex-header-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes `size` bytes with the given numbers in them: [position, bytes of the number, number]. */
function file(name: string, size: number, numbers: [number, 1 | 2 | 4 | 8, number][]): string {
  const view = new DataView(new ArrayBuffer(size));
  for (const [at, width, value] of numbers) {
    if (width === 1) view.setUint8(at, value);
    else if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
  }
  const path = join(folder, name);
  writeFileSync(path, new Uint8Array(view.buffer));
  return path;
}

/** One segment up to byte 400, a section table from 400 to 528. */
const elf = (size: number) =>
  file(`elf-${size}.so`, size, [
    [0, 4, 0x464c457f],
    [4, 1, 2],
    [32, 8, 64], // program headers
    [40, 8, 400], // section headers
    [54, 2, 56],
    [56, 2, 1],
    [58, 2, 64],
    [60, 2, 2],
    [64 + 8, 8, 0],
    [64 + 32, 8, 400],
  ]);

const machO = (size: number) =>
  file(`macho-${size}.dylib`, size, [
    [0, 4, 0xfeedfacf],
    [16, 4, 1],
    [20, 4, 72],
    [32, 4, 0x19],
    [36, 4, 72],
    [32 + 40, 8, 100],
    [32 + 48, 8, 200],
  ]);

const pe = (size: number) =>
  file(`pe-${size}.dll`, size, [
    [0, 2, 0x5a4d],
    [60, 4, 64],
    [64, 4, 0x4550],
    [64 + 6, 2, 1],
    [64 + 20, 2, 0],
    [88 + 16, 4, 100],
    [88 + 20, 4, 128],
  ]);

test.each([
  ['ELF', elf, 528],
  ['Mach-O', machO, 300],
  ['PE', pe, 228],
] as const)('a whole %s file has no fault; one that was cut short has', (_kind, make, size) => {
  expect(faultOfLibrary(make(size))).toBeNull();
  expect(faultOfLibrary(make(size - 1))).toBe(
    `it is cut short: ${size - 1} of at least ${size} bytes`,
  );
});

test.each([
  ['empty', 0, 'it holds only 0 bytes'],
  ['text', 100, 'it is not a library (an ELF, Mach-O or PE file)'],
])('%s', (name, size, fault) => {
  expect(faultOfLibrary(file(name, size, []))).toBe(fault);
});

test('an ELF file for 32 bits', () => {
  const path = file('narrow.so', 100, [
    [0, 4, 0x464c457f],
    [4, 1, 1],
  ]);
  expect(faultOfLibrary(path)).toBe('it is not for a 64-bit processor');
});
