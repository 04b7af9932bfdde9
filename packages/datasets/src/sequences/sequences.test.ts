import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FormatError, toCamelCase, UnknownOptionError, ValueError } from '@ibexjs/core';
import { writeNpz } from '@ibexjs/formats';
import { readFixture, testWithMirror } from '@ibexjs/testing';

import * as imdb from './imdb.js';
import * as reuters from './reuters.js';

interface Golden {
  options: Record<string, unknown>;
  splits: unknown[][];
}
const golden = readFixture<{ files: Record<string, string>; imdb: Golden[]; reuters: Golden[] }>(
  import.meta.url,
  '../../fixtures/keras.json',
);
const camel = (options: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [toCamelCase(key), value]));

let folder: string;
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-sequences-'));
  for (const name of ['imdb', 'reuters']) {
    writeFileSync(file(`${name}.npz`), Buffer.from(golden.files[name]!, 'base64'));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ['imdb', imdb.loadData],
  ['reuters', reuters.loadData],
] as const)('%s', (name, loadData) => {
  test.each(golden[name])('$options gives the lists of Keras', async ({ options, splits }) => {
    const [[xTrain, yTrain], [xTest, yTest]] = await loadData({
      path: file(`${name}.npz`),
      ...camel(options),
    });
    expect([xTrain, [...yTrain], xTest, [...yTest]]).toEqual(splits);
  });

  test.each([
    [{ numWord: 5 }, UnknownOptionError, /Did you mean "numWords"/],
    [{ numWords: -1 }, ValueError, /"numWords" must be a whole number from 0 on; received -1/],
    [{ maxlen: 2 }, ValueError, /no text is shorter than maxlen = 2/],
  ])('refuses %j', async (options, kind, message) => {
    const failing = loadData({ path: file(`${name}.npz`), ...options });
    await expect(failing).rejects.toThrow(kind);
    await expect(failing).rejects.toThrow(message);
  });

  test('refuses another file', async () => {
    writeFileSync(file('other.npz'), writeNpz({ a: { shape: [1], data: Uint8Array.of(1) } }));
    const failing = loadData({ path: file('other.npz') });
    await expect(failing).rejects.toThrow(FormatError);
    await expect(failing).rejects.toThrow(/must have arrays/);
  });
});

test('reuters refuses a split that is none, and names its topics', async () => {
  const failing = reuters.loadData({ path: file('reuters.npz'), testSplit: 1 });
  await expect(failing).rejects.toThrow(ValueError);
  expect(reuters.getLabelNames()).toHaveLength(46);
  expect(reuters.getLabelNames()[3]).toBe('earn');
});

describe('words', () => {
  const index = new Map([
    ['the', 1],
    ['film', 2],
    ["isn't", 3],
  ]);

  test('a review and its numbers', () => {
    const numbers = imdb.encodeReview("The film... ISN'T unheard-of!", index);
    expect(numbers).toEqual([1, 4, 5, 6]);
    expect(imdb.decodeReview([0, ...numbers, 2], index)).toBe("[PAD] [START] the film isn't [OOV]");
    expect(imdb.encodeReview('the film', index, { numWords: 5 })).toEqual([1, 4, 2]);
    expect(imdb.encodeReview('the film', index, { startChar: null, indexFrom: 0 })).toEqual([1, 2]);
  });

  test('the index is a table of words and numbers, or refused', async () => {
    writeFileSync(file('index.json'), '{"the": 1, "film": 2}');
    const read = await imdb.getWordIndex({ path: file('index.json') });
    expect([...read]).toEqual([
      ['the', 1],
      ['film', 2],
    ]);
    for (const text of ['{"the": "x"}', '[]', '{"the":']) {
      writeFileSync(file('index.json'), text);
      await expect(reuters.getWordIndex({ path: file('index.json') })).rejects.toThrow(FormatError);
    }
  });
});

describe('real data', () => {
  testWithMirror('the published reviews in the published order', 'imdb/imdb.npz', async () => {
    const { xTrain, yTrain, xTest } = await imdb.loadData();
    expect([xTrain.length, xTest.length]).toEqual([25_000, 25_000]);
    expect(xTrain[0]!.slice(0, 12)).toEqual([
      1, 14, 22, 16, 43, 530, 973, 1622, 1385, 65, 458, 4468,
    ]);
    const mean = (texts: number[][]) =>
      texts.reduce((sum, words) => sum + words.length, 0) / texts.length;
    expect(mean(xTrain)).toBeCloseTo(238.71364, 5);
    expect(mean(xTest)).toBeCloseTo(230.8042, 4);
    expect(yTrain.reduce((sum, label) => sum + label, 0)).toBe(12_500);
    const words = await imdb.getWordIndex();
    expect(words.size).toBe(88_584);
    expect(imdb.decodeReview(xTrain[0]!.slice(0, 8), words)).toBe(
      '[START] this film was just brilliant casting location',
    );
  });
});
