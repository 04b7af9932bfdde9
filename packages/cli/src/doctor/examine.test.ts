import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { examine } from './examine.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ibex-doctor-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Examines with a child process of that code. */
async function examineWith(code: string, patience?: number) {
  const path = join(folder, 'child.mjs');
  await writeFile(path, code);
  return examine('tensorflow', false, { child: path, patience });
}

test('a library that ends its process does not end the doctor', async () => {
  const report = await examineWith(`
    process.send({ doing: 'starting' }, () => process.kill(process.pid, 'SIGSEGV'));
    setInterval(() => {}, 1000);`);
  expect(report).toMatchObject({ available: false, crashed: 'SIGSEGV while starting' });
  expect(report.remedy).toMatch(/install its library again/);
});

test('what the process said of its end is told', async () => {
  const report = await examineWith(`throw new Error('no such symbol');`);
  expect(report.crashed).toBe('exit code 1 while starting the process');
  expect(report.reason).toMatch(/no such symbol/);
});

test('a process that hangs is ended', async () => {
  const report = await examineWith(
    `process.send({ doing: 'matmul' }); setInterval(() => {}, 1000);`,
    2000,
  );
  expect(report.crashed).toBe('no answer within 2 s while matmul');
});

test('a report that came before the end counts', async () => {
  const report = await examineWith(`
    process.send({ report: { name: 'tensorflow', available: true, checks: [] } }, () => process.abort());`);
  expect(report).toEqual({ name: 'tensorflow', available: true, checks: [] });
});
