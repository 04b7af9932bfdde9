import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FormatError, resetConfig, setDatasetsMirror, UnknownOptionError } from '@ibexjs/core';
import { testWithMirror } from '@ibexjs/testing';

import * as blogs from './blogs.js';
import * as nietzsche from './nietzsche.js';
import * as sentencePolarity from './sentence-polarity.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-corpora-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  resetConfig();
});

test('a text of your own', async () => {
  writeFileSync(join(folder, 'own.txt'), 'grün');
  expect(await nietzsche.loadText({ path: join(folder, 'own.txt') })).toBe('grün');
});

test('another text under the published name is refused', async () => {
  setDatasetsMirror(folder);
  mkdirSync(join(folder, 'text'));
  writeFileSync(join(folder, 'text/nietzsche.txt'), 'Thus spoke somebody else.');
  await expect(nietzsche.loadText()).rejects.toThrow(FormatError);
});

test('unknown options', async () => {
  const options = { path: 'x' } as object;
  await expect(blogs.loadPosts(options)).rejects.toThrow(UnknownOptionError);
  await expect(sentencePolarity.loadSentences(options)).rejects.toThrow(UnknownOptionError);
});

describe('real data', () => {
  testWithMirror('Nietzsche', 'text/nietzsche.txt', async () => {
    const text = await nietzsche.loadText();
    expect(text.startsWith('PREFACE')).toBe(true);
    expect(new Set(text.toLowerCase()).size).toBe(57);
  });

  testWithMirror('blog posts', 'text/male_blog_list.txt', async () => {
    const { male, female } = await blogs.loadPosts();
    expect([male.length, female.length]).toEqual([2611, 2252]);
  });

  testWithMirror('sentence polarity', 'text/rt-polarity.pos', async () => {
    const { positive, negative } = await sentencePolarity.loadSentences();
    expect([positive.length, negative.length]).toEqual([5331, 5331]);
    expect(positive[0]).toMatch(/^the rock is destined/);
  });
});
