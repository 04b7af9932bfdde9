import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { imdbRnn } from './app.js';
import { unknownWords } from './words.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibex-imdb-rnn-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const SMALL = [
  ...['--data', 'grammar', '--backend', 'wasm', '--verbose', '0'],
  ...['--train', '500', '--test', '100', '--max-length', '20', '--max-features', '400'],
];

async function listen(argv: string[], react?: (line: string) => void) {
  const console = new MemoryConsole(react);
  const code = await imdbRnn([...SMALL, ...argv], console);
  const { output } = console;
  return { code, first: output[0], text: output.join('\n'), errors: console.errors.join('\n') };
}

describe('imdb-rnn', () => {
  test.each(['simple', 'lstm', 'gru'])('%s learns, judges sentences, reports', async (network) => {
    const report = join(folder, `${network}.html`);
    const { code, first, text } = await listen([
      ...['--network', network, '--epochs', '2', '--report', report],
      ...['--sentence', 'I loved this film.', '--sentence', 'xylophone'],
    ]);
    expect(code).toBe(0);
    expect(first).toBe('Data: reviews made by the grammar of @ibexjs/datasets, as asked for.');
    expect(text).toContain('Train on 500 reviews, test on 100.');
    expect(Number(/Test accuracy: ([\d.]+)/.exec(text)?.[1])).toBeGreaterThan(0.55);
    expect(text).toContain('│ I loved this film. │');
    expect(text).toMatch(/Words it does not know: .*xylophone/);
    const html = await readFile(report, 'utf8');
    for (const part of ['Training', 'Confusion matrix', 'The worst mistakes', 'Your sentences']) {
      expect(html).toContain(`<h2>${part}</h2>`);
    }
  });

  test('Ctrl-C and wrong options', async () => {
    const interrupted = await listen(['--epochs', '3'], (line) => {
      if (line.startsWith('Train on')) process.emit('SIGINT');
    });
    expect(interrupted.code).toBe(130);
    expect(interrupted.text).toContain('Interrupted: 0 of 3 epochs finished');
    const wrong = await listen(['--network', 'transformer']);
    expect(wrong.code).toBe(2);
    expect(wrong.errors).toContain('Allowed choices are simple, lstm, gru');
  });
});

test('unknown words are those beyond the limit, and strangers', () => {
  const index = new Map([
    ['the', 1],
    ['film', 2],
    ['rare', 7],
  ]);
  expect(unknownWords('The RARE film, xyzzy!', index, 10)).toEqual(['rare', 'xyzzy']);
});
