import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FormatError, resetConfig, setDatasetsMirror } from '@ibexjs/core';
import { testWithMirror } from '@ibexjs/testing';

import * as glove from './glove.js';
import * as imdbReviews from './imdb-reviews.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-reviews-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  resetConfig();
});

test('a file of one’s own is read as it is', async () => {
  const path = join(folder, 'own.txt');
  writeFileSync(path, 'a 1 2\n');
  expect(new TextDecoder().decode(await glove.loadVectorBytes({ path }))).toBe('a 1 2\n');
});

test('wrong options and damaged files are errors', async () => {
  await expect(glove.loadVectorBytes({ size: 7 as 50 })).rejects.toThrow(/50, 100, 200/);
  await expect(imdbReviews.loadTexts({ path: 'x' } as object)).rejects.toThrow(/unknown option/);
  setDatasetsMirror(folder);
  mkdirSync(join(folder, 'imdb'));
  writeFileSync(join(folder, 'imdb/aclImdb_v1.tar.gz'), 'no archive');
  await expect(imdbReviews.loadTexts()).rejects.toThrow(FormatError);
});

describe('real data', () => {
  testWithMirror('50,000 reviews', 'imdb/aclImdb_train.jsonl.gz', async () => {
    const { xTrain, yTrain, xTest, yTest } = await imdbReviews.loadTexts();
    expect([xTrain.length, xTest.length]).toEqual([25000, 25000]);
    expect([yTrain[0], yTrain[24999], yTest[12499], yTest[12500]]).toEqual([1, 0, 1, 0]);
    expect(xTrain[0]).toMatch(/^Bromwell High/);
  });

  testWithMirror('vectors', 'words/glove.6B.50d.subset.txt', async () => {
    const text = new TextDecoder().decode(await glove.loadVectorBytes());
    expect(text.split('\n')[0]!.split(' ')).toHaveLength(51);
  });
});
