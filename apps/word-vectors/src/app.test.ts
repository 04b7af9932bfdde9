import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { expect, test } from '@jest/globals';
import { wordVectors } from './app.js';

test('runs without data: words, documents, a map', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ibex-words-'));
  try {
    const report = join(folder, 'report.html');
    const console = new MemoryConsole();
    const size = ['--limit', '600', '--epochs', '5', '--dimension', '20', '--mapped', '30'];
    const argv = ['--data', 'made-up', '--workers', '0', '--word', 'film', '--word', 'xyzzy'];
    expect(await wordVectors([...argv, ...size, '--report', report], console)).toBe(0);
    const text = console.output.join('\n');
    expect(text).toMatch(/^Data: 4,000 film reviews made up by a grammar, as asked for/);
    expect(text).toContain('not in the vocabulary');
    const accuracy = /tells praise from blame in ([01]\.\d+)/.exec(text)?.[1];
    expect(Number(accuracy)).toBeGreaterThan(0.5);
    const html = readFileSync(report, 'utf8');
    expect(html).toContain('<h2>Map of the most frequent words</h2>');
    expect(html).toContain('<h2>Documents</h2>');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('wrong options are explained', async () => {
  const console = new MemoryConsole();
  expect(await wordVectors(['--model', 'bert'], console)).toBe(2);
  expect(console.errors.join()).toContain('Allowed choices');
});
