import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { textGeneration } from './app.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibex-text-generation-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const SMALL = [
  ...['--corpus', 'grammar', '--limit', '2000', '--backend', 'wasm', '--verbose', '0'],
  ...['--max-length', '10', '--units', '16', '--batch-size', '64', '--length', '20'],
];

async function listen(argv: string[], react?: (line: string) => void) {
  const console = new MemoryConsole(react);
  const code = await textGeneration([...SMALL, ...argv], console);
  const { output } = console;
  return { code, output, text: output.join('\n'), errors: console.errors.join('\n') };
}

const losses = (text: string) =>
  [...text.matchAll(/Loss after epoch \d+: ([\d.]+)/g)].map(([, loss]) => loss);

describe('text-generation', () => {
  test('learns, writes with every diversity, reports', async () => {
    const report = join(folder, 'report.html');
    const { code, output, text } = await listen(['--epochs', '2', '--report', report]);
    expect(code).toBe(0);
    expect(output[0]).toBe('Data: stories made by the grammar of @ibexjs/datasets, as asked for.');
    const [first, second] = losses(text).map(Number);
    expect(second).toBeLessThan(first!);
    for (const diversity of [0.2, 0.5, 1, 1.2]) {
      const at = output.findIndex((line) => line.includes(`— diversity ${diversity},`));
      expect(output[at + 1]).toHaveLength(20);
    }
    const html = await readFile(report, 'utf8');
    expect(html).toContain('<h2>After epoch 2</h2>');
    expect(html).toContain('<h3>Diversity 1.2</h3>');
  });

  test('a resumed run gives the losses of an uninterrupted one', async () => {
    const whole = await listen(['--epochs', '3', '--length', '0']);
    const checkpoint = join(folder, 'checkpoint.npz');
    const kept = ['--length', '0', '--checkpoint', checkpoint];
    const before = await listen([...kept, '--epochs', '1']);
    const after = await listen([...kept, '--epochs', '3', '--resume']);
    expect(after.text).toContain('after 1 epochs');
    expect([...losses(before.text), ...losses(after.text)]).toEqual(losses(whole.text));
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('checkpoints that do not fit are explained', async () => {
    const checkpoint = join(folder, 'other.npz');
    const kept = ['--epochs', '1', '--length', '0', '--checkpoint', checkpoint];
    expect((await listen(kept)).code).toBe(0);
    const units = await listen([...kept, '--resume', '--units', '8']);
    expect([units.code, units.errors]).toEqual([1, expect.stringContaining('another network')]);
    const text = await listen([...kept, '--resume', '--limit', '100']);
    expect([text.code, text.errors]).toEqual([1, expect.stringContaining('another text')]);
    await writeFile(checkpoint, 'no checkpoint');
    expect((await listen([...kept, '--resume'])).code).toBe(1);
    const lone = await listen(['--resume']);
    expect([lone.code, lone.errors]).toEqual([1, expect.stringContaining('needs --checkpoint')]);
  });

  test('Ctrl-C and wrong options', async () => {
    const interrupted = await listen(['--epochs', '3'], (line) => {
      if (line.includes('Epoch 1/3')) process.emit('SIGINT');
    });
    expect(interrupted.code).toBe(130);
    expect(interrupted.text).toContain('Interrupted: 0 epochs finished');
    expect((await listen(['--sampler', 'dice'])).code).toBe(2);
  });
});
