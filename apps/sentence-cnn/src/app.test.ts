import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { expect, test } from '@jest/globals';
import { sentenceCnn } from './app.js';
import { recipeOf } from './recipes.js';
import { cleanSentence } from './sentences.js';
import { readSettings } from './settings.js';

const SMALL = ['--data', 'made-up', '--backend', 'wasm', '--verbose', '0', '--filters', '8'];

test('sentences are cleaned as the paper does', () => {
  expect(cleanSentence("It isn't (really) Jackson's BEST, is it?")).toBe(
    "it is n't ( really ) jackson 's best , is it ?",
  );
});

test('all variants are trained, compared and reported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ibex-sentence-cnn-'));
  try {
    const report = join(folder, 'report.html');
    const console = new MemoryConsole();
    const argv = [
      ...SMALL,
      '--variant',
      'all',
      '--limit',
      '160',
      '--epochs',
      '2',
      '--report',
      report,
    ];
    expect(await sentenceCnn(argv, console)).toBe(0);
    const text = console.output.join('\n');
    expect(text).toMatch(/^Data: 2,000 film reviews made up by a grammar, as asked for/);
    expect(text).toContain('these accuracies are too good');
    for (const variant of ['rand', 'static', 'nonstatic'])
      expect(text).toContain(`Variant ${variant}`);
    const best = [...text.matchAll(/(?:rand|static|nonstatic)\W+(0\.\d{4}|1\.0000)/g)].map((m) =>
      Number(m[1]),
    );
    expect(best).toHaveLength(3);
    expect(existsSync(report) && readFileSync(report, 'utf8')).toContain('<h2>nonstatic</h2>');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the recipe is the tutorial’s, but for what the command line changes', () => {
  const settings = readSettings(['--filters', '7', '--dropout-words', '0'], new MemoryConsole());
  expect(recipeOf('nonstatic', settings)).toEqual({
    epochs: 61,
    dimension: 20,
    filters: 7,
    hidden: 100,
    dropoutWords: 0,
    dropoutHidden: 0.8,
  });
});

test('vectors learned from shuffled sentences are said to be fair', async () => {
  const console = new MemoryConsole();
  const argv = ['--variant', 'static', '--vectors', 'shuffled', '--limit', '64', '--epochs', '1'];
  expect(await sentenceCnn([...SMALL, ...argv], console)).toBe(0);
  expect(console.output.join('\n')).toContain('gives no label away');
});

test('wrong options are explained', async () => {
  const console = new MemoryConsole();
  expect(await sentenceCnn(['--variant', 'dynamic'], console)).toBe(2);
  expect(console.errors.join()).toContain('Allowed choices');
});
