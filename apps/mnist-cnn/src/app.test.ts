import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mnistCnn } from './app.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibex-mnist-cnn-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs the demo and listens; `react` may act upon a line. */
async function listen(argv: string[], react?: (line: string) => void) {
  const console = new MemoryConsole(react);
  const code = await mnistCnn([...argv, '--verbose', '0'], console);
  const { output: out, errors } = console;
  return { code, out, text: out.join('\n'), errors: errors.join('\n') };
}

const SMALL = ['--data', 'digits', '--backend', 'wasm', '--network', 'simple'];

describe('mnist-cnn', () => {
  test('learns the shipped digits, tells and reports', async () => {
    const report = join(folder, 'report.html');
    const argv = [...SMALL, '--task', 'digits', '--epochs', '4', '--report', report];
    const { code, out, text } = await listen(argv);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^Data: the 1,797 real handwritten digits .* as asked for\.$/);
    expect(text).toContain('Total params');
    expect(text).toContain('Train on 1437 images, test on 360.');
    const accuracy = Number(/Test accuracy: ([\d.]+)/.exec(text)?.[1]);
    expect(accuracy).toBeGreaterThan(0.9);

    const html = await readFile(report, 'utf8');
    for (const part of [
      'Training',
      'The first test digits',
      'The worst mistakes',
      'Confusion matrix',
    ]) {
      expect(html).toContain(`<h2>${part}</h2>`);
    }
    expect(html.match(/<image /g)!.length).toBeGreaterThan(15);
  });

  test('six or not six; the same seed gives the same figures', async () => {
    const argv = [...SMALL, '--epochs', '1', '--seed', '3'];
    const first = await listen(argv);
    const second = await listen(argv);
    const figures = (text: string) => /Test loss: .*\nTest accuracy: .*/.exec(text)?.[0];
    expect(figures(first.text)).toBeDefined();
    expect(figures(second.text)).toBe(figures(first.text));
    expect(first.text).toContain('Train on 292 images');
  });

  test('Ctrl-C: what was finished is told, the exit code is 130', async () => {
    const { code, text, errors } = await listen(SMALL, (line) => {
      if (line.startsWith('Train on')) process.emit('SIGINT');
    });
    expect(code).toBe(130);
    expect(text).toContain('Interrupted: 0 of 40 epochs finished');
    expect(errors).toContain('Stopping after this batch');
  });

  test.each([
    [['--networks', 'deep'], 2, "unknown option '--networks'"],
    [['--network', 'wide'], 2, 'Allowed choices are simple, dense, dropout, deep, batchnorm'],
    [['--epochs', '-1'], 2, 'whole number'],
    [['--data', 'digits', '--backend', 'wasn'], 1, 'Did you mean "wasm"?'],
  ])('%j ends with code %d and an explanation', async (argv, code, message) => {
    const { code: actual, errors } = await listen(argv);
    expect(errors).toContain(message);
    expect(actual).toBe(code);
  });
});
