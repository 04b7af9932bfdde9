import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeNpy } from '@ibexjs/formats';
import { formulaValues } from '@ibexjs/testing';

import { KeyedVectors } from '../keyed-vectors.js';
import { parseNumber } from './parse-number.js';
import { loadNpyFormat, saveNpyFormat } from './npy-format.js';
import { loadGlove, loadWord2VecFormat, saveWord2VecFormat } from './word2vec-format.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const words = ['the', 'naïve', 'лодка', '🚣', 'zero'];
const make = () =>
  KeyedVectors.from(
    words,
    formulaValues(5 * 7, 3).map((x) => x * 1.2345678),
  );

describe('what is written is read back without loss', () => {
  test.each([
    [{ binary: false }, {}],
    [{ binary: true }, { binary: true }],
    [{ header: false }, { noHeader: true }],
  ])('%j', async (saving, loading) => {
    const path = join(folder, 'vectors');
    await saveWord2VecFormat(make(), path, saving);
    const read = await loadWord2VecFormat(path, loading);
    expect(read.indexToKey).toEqual(words);
    expect(read.vectors).toEqual(make().vectors);
    const two = await loadWord2VecFormat(path, { ...loading, limit: 2 });
    expect(two.indexToKey).toEqual(words.slice(0, 2));
    expect(two.vectors).toEqual(make().vectors.slice(0, 14));
  });

  test('in the bytes of the reference form', async () => {
    const path = join(folder, 'reference');
    const vectors = KeyedVectors.from(
      ['a', 'b'],
      [
        [1, -0.5],
        [0.1, 0.000125],
      ],
    );
    await saveWord2VecFormat(vectors, path);
    expect(readFileSync(path, 'utf8')).toBe('2 2\na 1 -0.5\nb 0.1 0.000125\n');
    await saveWord2VecFormat(vectors, path, { binary: true });
    const values = new Uint8Array(Float32Array.of(1, -0.5).buffer);
    expect(readFileSync(path).subarray(0, 14)).toEqual(
      Buffer.from([...bytes('2 2\na '), ...values]),
    );
  });

  test('from gzip, from pieces, from bytes', async () => {
    const plain = join(folder, 'plain');
    await saveWord2VecFormat(make(), plain);
    const text = readFileSync(plain);
    writeFileSync(join(folder, 'packed.gz'), gzipSync(text));
    expect((await loadWord2VecFormat(join(folder, 'packed.gz'))).vectors).toEqual(make().vectors);
    expect((await loadWord2VecFormat(new Uint8Array(text))).vectors).toEqual(make().vectors);
    async function* pieces() {
      for (let at = 0; at < text.length; at += 5) yield new Uint8Array(text.subarray(at, at + 5));
    }
    expect((await loadWord2VecFormat(pieces())).vectors).toEqual(make().vectors);
    await saveWord2VecFormat(make(), plain, { binary: true });
    const binary = readFileSync(plain);
    async function* binaryPieces() {
      for (let at = 0; at < binary.length; at += 3)
        yield new Uint8Array(binary.subarray(at, at + 3));
    }
    const read = await loadWord2VecFormat(binaryPieces(), { binary: true });
    expect(read.vectors).toEqual(make().vectors);
  });
});

describe('other writers', () => {
  test('tabs, carriage returns, blanks at the end, words with blanks, doubles', async () => {
    const read = await loadGlove(bytes('a\t1 2 \r\n. . . 3 4\r\na 9 9\r\n'));
    expect(read.indexToKey).toEqual(['a', '. . .']);
    expect([...read.vectors]).toEqual([1, 2, 3, 4]);
  });

  test('a line break after each binary vector', async () => {
    const values = [...new Uint8Array(Float32Array.of(1, 2).buffer)];
    const file = Uint8Array.from([
      ...bytes('2 2\na '),
      ...values,
      10,
      ...bytes('b '),
      ...values,
      10,
    ]);
    expect((await loadWord2VecFormat(file, { binary: true })).indexToKey).toEqual(['a', 'b']);
  });
});

describe('bad files', () => {
  const float = [...new Uint8Array(Float32Array.of(1, 2).buffer)];
  test.each<[string, string | number[], object, RegExp]>([
    ['no header', 'a 1 2\nb 3 4\n', {}, /noHeader: true/],
    ['an empty file', '', {}, /first line/],
    ['a header of zeros', '0 0\n', {}, /first line/],
    ['a header that promises too much', '99999999 300\na 1 2\n', {}, /more than a file of/],
    ['fewer vectors than promised', '3 2\na 1 2\nb 0.0001 0.0002\n', {}, /after 2 of 3/],
    ['more vectors than promised', '1 2\na 1 2\nb 3 4\n', {}, /more follows/],
    ['a short line', '2 3\na 1 2 3\nb 1 2\n', {}, /vector 2 should be a word and 3 numbers/],
    ['words for numbers', '1 2\na one two\n', {}, /should be a word and 2 numbers/],
    ['NaN', '1 2\na NaN 1\n', {}, /should be a word/],
    ['infinity', '1 2\na Infinity 1\n', {}, /holds Infinity/],
    ['a word that is no UTF-8', [...bytes('1 1\n'), 0xff, 0xfe, ...bytes(' 1\n')], {}, /UTF-8/],
    [
      'a binary file cut off',
      [...bytes('2 2\na '), ...float, ...bytes('b '), 0, 0, 0, 0, 1, 1, 1],
      { binary: true },
      /ends after 1 of 2/,
    ],
    [
      'NaN in a binary file',
      [...bytes('1 1\na '), 0, 0, 0xc0, 0x7f],
      { binary: true },
      /holds NaN/,
    ],
    [
      'a binary file with more than promised',
      [...bytes('1 2\na '), ...float, ...float],
      { binary: true },
      /more follows/,
    ],
    [
      'text read as binary',
      '2 3\na 1 2 3\nb 1 2 3\n',
      { binary: true },
      /more than a file of|ends after/,
    ],
    ['binary without a header', '', { binary: true, noHeader: true }, /always has a header/],
  ])('%s', async (_, content, options, message) => {
    const file = typeof content === 'string' ? bytes(content) : Uint8Array.from(content);
    await expect(loadWord2VecFormat(file, options)).rejects.toThrow(message);
  });

  test('a line of ten million bytes', async () => {
    const line = new Uint8Array(10_000_000).fill(0x61);
    await expect(loadGlove(line)).rejects.toThrow(/longer than/);
  });

  test('words that are no UTF-8 can be loaded when asked', async () => {
    const file = Uint8Array.from([...bytes('1 1\nx'), 0xff, ...bytes(' 1\n')]);
    expect((await loadWord2VecFormat(file, { unicodeErrors: 'ignore' })).indexToKey).toEqual(['x']);
    expect((await loadWord2VecFormat(file, { unicodeErrors: 'replace' })).indexToKey).toEqual([
      'x\ufffd',
    ]);
  });

  test('a missing file, a broken gzip', async () => {
    await expect(loadWord2VecFormat(join(folder, 'none'))).rejects.toThrow(/no such file/);
    writeFileSync(join(folder, 'broken.gz'), gzipSync('1 1\na 1\n').subarray(0, 15));
    await expect(loadWord2VecFormat(join(folder, 'broken.gz'))).rejects.toThrow(/not a whole gzip/);
  });

  test('what the form cannot hold is refused, and no file is left', async () => {
    const vectors = KeyedVectors.from(['new york'], [[1]]);
    const before = readdirSync(folder);
    await expect(saveWord2VecFormat(vectors, join(folder, 'spaces'))).rejects.toThrow(
      /white space/,
    );
    expect(readdirSync(folder)).toEqual(before);
  });
});

test('NumPy files', async () => {
  const path = join(folder, 'numpy');
  await saveNpyFormat(make(), path);
  const read = await loadNpyFormat(path);
  expect([read.indexToKey, read.vectors]).toEqual([words, make().vectors]);
  await expect(loadNpyFormat(path, ['a'])).rejects.toThrow(/5 vectors, but 1 keys/);
  const doubles = { shape: [1, 2], data: Float64Array.of(1, NaN) };
  writeFileSync(`${path}.vectors.npy`, writeNpy(doubles));
  await expect(loadNpyFormat(path, ['a'])).rejects.toThrow(/'a' holds NaN/);
  writeFileSync(`${path}.vectors.npy`, writeNpy({ shape: [2], data: Float32Array.of(1, 2) }));
  await expect(loadNpyFormat(path)).rejects.toThrow(/no array of rows/);
  const broken = KeyedVectors.from(['a\nb'], [[1]]);
  await expect(saveNpyFormat(broken, path)).rejects.toThrow(/line break/);
});

test('parseNumber equals Number', () => {
  const texts =
    '0 -0 1 -1.5 .5 5. +2 0.1 1e5 -3.25E-7 123456789.123456789 0.00000012345678901234 1e400 x 1x -'.split(
      ' ',
    );
  for (const text of texts) {
    expect(parseNumber(bytes(text), 0, text.length)).toEqual(Number(text));
  }
});
