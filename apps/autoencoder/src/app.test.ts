import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { autoencoder } from './app.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibex-autoencoder-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const SMALL = ['--data', 'digits', '--backend', 'wasm', '--verbose', '0'];

async function listen(argv: string[], react?: (line: string) => void) {
  const console = new MemoryConsole(react);
  const code = await autoencoder([...SMALL, ...argv], console);
  return { code, text: console.output.join('\n'), errors: console.errors.join('\n') };
}

const lossOf = (text: string) => Number(/Trained: .* s; loss ([\d.]+)/.exec(text)?.[1]);

describe('autoencoder', () => {
  test('dense: learns to draw digits, dreams, compares classifiers, reports', async () => {
    const report = join(folder, 'dense.html');
    const { code, text } = await listen(['--epochs', '3', '--labels', '50', '--report', report]);
    expect(code).toBe(0);
    // without learning anything, every pixel is 0.5 and the crossentropy ln 2
    expect(lossOf(text)).toBeLessThan(0.5);
    expect(text).toContain('Classifier from 50 labels: test accuracy');
    const html = await readFile(report, 'utf8');
    for (const part of ['Reconstructions', 'Random codes', 'What the codes are good for']) {
      expect(html).toContain(`<h2>${part}</h2>`);
    }
    expect(html.match(/<image /g)).toHaveLength(2 * 10 + 20);
  });

  test('convolutional', async () => {
    const { code, text } = await listen(['--variant', 'conv', '--epochs', '1', '--labels', '10']);
    expect(code).toBe(0);
    expect(lossOf(text)).toBeLessThan(0.69);
  });

  test('variational: draws the plane of its codes', async () => {
    const report = join(folder, 'variational.html');
    const argv = ['--variant', 'variational', '--epochs', '2', '--report', report];
    const { code, text } = await listen(argv);
    expect(code).toBe(0);
    expect(lossOf(text)).toBeLessThan(0.69);
    const html = await readFile(report, 'utf8');
    expect(html).toContain('<h2>The plane of codes</h2>');
    expect(html.match(/<image /g)).toHaveLength(2 * 10 + 20 + 15 * 15);
  });

  test('Ctrl-C and wrong options', async () => {
    const interrupted = await listen([], (line) => {
      if (line.startsWith('Train on')) process.emit('SIGINT');
    });
    expect(interrupted.code).toBe(130);
    expect(interrupted.text).toContain('Interrupted: 0 of 100 epochs');
    const wrong = await listen(['--variant', 'sparse']);
    expect(wrong.code).toBe(2);
    expect(wrong.errors).toContain('Allowed choices are dense, conv, variational');
  });
});
