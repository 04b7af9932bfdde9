import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { FileError, FormatError, ValueError } from './errors.js';
import {
  fileError,
  fileExists,
  readFile,
  readJsonFile,
  readTextFile,
  removeFile,
  writeFileAtomic,
} from './files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  test('writes bytes and text, makes missing folders, replaces what was there', async () => {
    const path = join(folder, 'a/b/c.bin');
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    expect([...(await readFile(path))]).toEqual([1, 2, 3]);
    await writeFileAtomic(path, 'grün');
    expect(await readTextFile(path)).toBe('grün');
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.bin']);
  });

  test('writes pieces as they come', async () => {
    const path = join(folder, 'pieces');
    async function* pieces() {
      yield Uint8Array.of(1);
      yield Uint8Array.of(2, 3);
    }
    await writeFileAtomic(path, pieces());
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  });

  test('keeps the old file and leaves nothing behind when the maker of the content fails', async () => {
    const path = join(folder, 'kept');
    writeFileSync(path, 'old');
    async function* pieces() {
      yield Uint8Array.of(1);
      throw new ValueError('no second piece');
    }
    await expect(writeFileAtomic(path, pieces())).rejects.toThrow(ValueError);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['kept']);
  });

  test('says that a folder is in the way', async () => {
    mkdirSync(join(folder, 'taken'));
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow(/is a folder/);
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  test('says that a part of the path is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(writeFileAtomic(join(folder, 'file/x'), 'x')).rejects.toThrow(FileError);
  });
});

test.each([
  ['ENOSPC', /disk is full/],
  ['EROFS', /read-only/],
  ['EACCES', /permission is denied/],
])('explains %s', (code, message) => {
  expect(fileError('write', 'model.keras', { code }).message).toMatch(message);
});

test('readFile names the missing file', async () => {
  await expect(readFile(join(folder, 'nothing'))).rejects.toThrow(/nothing: there is no such file/);
});

test('readJsonFile tells damaged JSON from a missing file', async () => {
  writeFileSync(join(folder, 'x.json'), '{"a":');
  await expect(readJsonFile(join(folder, 'x.json'))).rejects.toThrow(FormatError);
  await expect(readJsonFile(join(folder, 'y.json'))).rejects.toThrow(FileError);
});

test('removeFile is content when nothing is there', async () => {
  await writeFileAtomic(join(folder, 'x'), '');
  expect(await fileExists(join(folder, 'x'))).toBe(true);
  await removeFile(join(folder, 'x'));
  await removeFile(join(folder, 'x'));
  expect(await fileExists(join(folder, 'x'))).toBe(false);
});
