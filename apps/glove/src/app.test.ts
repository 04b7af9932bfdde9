import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { expect, test } from '@jest/globals';
import { glove } from './app.js';

test('runs without data: own vectors, frozen, trainable, random', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ibex-glove-'));
  try {
    const report = join(folder, 'report.html');
    const console = new MemoryConsole();
    const size = ['--train', '120', '--test', '60', '--length', '30', '--words', '300'];
    const argv = ['--data', 'made-up', '--backend', 'wasm', '--verbose', '0', '--epochs', '1'];
    expect(await glove([...argv, ...size, '--report', report], console)).toBe(0);
    const text = console.output.join('\n');
    expect(text).toMatch(/^Data: film reviews made up by a grammar, as asked for/);
    expect(text).toContain('Vectors: our own word2vec');
    for (const variant of ['frozen', 'trainable', 'random']) {
      expect(text).toMatch(new RegExp(`${variant}\\W+\\d+\\W+[01]\\.\\d{4}`));
    }
    expect(readFileSync(report, 'utf8')).toContain('<h2>random</h2>');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('wrong options are explained', async () => {
  const console = new MemoryConsole();
  expect(await glove(['--data', 'tweets'], console)).toBe(2);
  expect(console.errors.join()).toContain('Allowed choices');
});
