import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileError } from '@ibexjs/core/plain';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { FileBytes } from './byte-source.js';
import { Hdf5File } from './hdf5/hdf5-file.js';
import { writeHdf5 } from './hdf5/write-hdf5.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const SIZE = 200_000;
const bytes = Uint8Array.from({ length: SIZE }, (_, i) => (i * 31) % 251);

test.each([
  ['within a page', 10, 20],
  ['across two pages', 65_530, 20],
  ['over many pages', 5, 190_000],
  ['to the end', SIZE - 7, 7],
  ['of nothing', SIZE, 0],
])('a piece %s is what stands in the file', (_what, at, count) => {
  const path = join(folder, 'bytes');
  writeFileSync(path, bytes);
  const file = FileBytes.open(path);
  expect(file.length).toBe(SIZE);
  expect(file.slice(at, count)).toEqual(bytes.slice(at, at + count));
  if (count > 0) expect(file.byteAt(at)).toBe(bytes[at]);
  file.close();
});

test('an HDF5 file on disk reads as one in memory', () => {
  const data = Float32Array.from({ length: 40_000 }, (_, i) => i / 7);
  const path = join(folder, 'arrays.h5');
  const content = writeHdf5({
    datasets: {
      'a/large': { shape: [200, 200], data },
      'a/small': { shape: [3], data: data.slice(0, 3) },
    },
    attributes: { a: { names: ['large', 'small'] } },
  });
  writeFileSync(path, content);
  const bytesOnDisk = FileBytes.open(path);
  const [onDisk, inMemory] = [new Hdf5File(bytesOnDisk), new Hdf5File(content)];
  expect(onDisk.names).toEqual(inMemory.names);
  expect(onDisk.attribute('a', 'names')).toEqual(['large', 'small']);
  for (const name of onDisk.names) expect(onDisk.get(name)).toEqual(inMemory.get(name));
  bytesOnDisk.close();
});

test('what cannot be read says why', () => {
  expect(() => FileBytes.open(join(folder, 'absent'))).toThrow(FileError);
  expect(() => FileBytes.open(folder)).toThrow(/folder/);
  const path = join(folder, 'shrinks');
  writeFileSync(path, bytes);
  const file = FileBytes.open(path);
  truncateSync(path, 100);
  expect(() => file.slice(0, SIZE)).toThrow(/became shorter/);
  file.close();
});
