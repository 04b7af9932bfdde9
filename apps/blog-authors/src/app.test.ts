import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { expect, test } from '@jest/globals';
import { blogAuthors } from './app.js';

const SMALL = ['--data', 'made-up', '--backend', 'wasm', '--verbose', '0'];

test('all methods are trained, compared and reported; the mended one tells the authors apart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ibex-blogs-'));
  try {
    const report = join(folder, 'report.html');
    const console = new MemoryConsole();
    const size = [
      '--limit',
      '400',
      '--epochs',
      '4',
      '--length',
      '15',
      '--units',
      '8',
      '--buckets',
      '500',
    ];
    expect(await blogAuthors([...SMALL, ...size, '--report', report], console)).toBe(0);
    const text = console.output.join('\n');
    expect(text).toMatch(/^Data: texts of two made-up authors/);
    const accuracyOf = (method: string) =>
      Number(new RegExp(`│ ${method} +│ ([01]\\.\\d{4})`).exec(text)?.[1]);
    expect(accuracyOf('hashing')).toBeGreaterThan(0.3);
    expect(accuracyOf('tfidf-tutorial')).toBeGreaterThan(0.3);
    expect(accuracyOf('tfidf')).toBeGreaterThan(0.6);
    expect(readFileSync(report, 'utf8')).toContain('<h2>tfidf</h2>');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('wrong options are explained', async () => {
  const console = new MemoryConsole();
  expect(await blogAuthors(['--epochs', '0'], console)).toBe(2);
  expect(console.errors.join()).toContain('whole number');
});
