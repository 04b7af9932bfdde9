import { expect, test } from '@jest/globals';

import { main } from '../main.js';
import type { Output } from '../output.js';
import { formatReport } from './format.js';
import { type BackendReport, type DoctorReport, isHealthy } from './report.js';

/** Runs the command and listens. */
async function listen(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const output: Output = {
    out: (text) => void (said.out += `${text}\n`),
    err: (text) => void (said.err += `${text}\n`),
  };
  const code = await main(argv, output);
  return { code, ...said };
}

test('cpu works, passes its self-test and is measured', async () => {
  const { code, out } = await listen('doctor', 'cpu', '--json');
  expect(code).toBe(0);
  const report = JSON.parse(out) as DoctorReport;
  expect(report).toMatchObject({ auto: 'cpu', healthy: true });
  const [cpu] = report.backends;
  expect(cpu!.checks.map(({ name, passes }) => [name, passes])).toEqual([
    ['matmul', true],
    ['convolution', true],
    ['training step', true],
    ['gradient', true],
    ['gradient by differences', true],
  ]);
  expect(cpu!.speed!.gflops).toBeGreaterThan(0);
  expect(cpu!.speed!.stepMs).toBeGreaterThan(0);
});

test.each([[['doctor', 'wsam']], [['doctor', '--colour']], [['nurse']]])(
  'words it does not understand exit with 2: %j',
  async (argv) => {
    const { code, err } = await listen(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(/no backend "wsam"|unknown option|unknown command/);
  },
);

const good: BackendReport = {
  name: 'wasm',
  available: true,
  device: 'WebAssembly',
  version: '4.22.0',
  checks: [{ name: 'matmul', passes: true, difference: 0, tolerance: 1e-4 }],
};
const absent: BackendReport = {
  name: 'webgpu',
  available: false,
  reason: 'no GPU',
  remedy: 'buy one',
  checks: [],
};
const wrong: BackendReport = {
  ...good,
  name: 'cpu',
  checks: [{ name: 'matmul', passes: false, difference: 3, tolerance: 1e-4 }],
};
const crashed: BackendReport = { ...absent, name: 'tensorflow', crashed: 'SIGBUS while starting' };

test('what is absent is no fault; what is wrong or crashes is', () => {
  expect([good, absent, wrong, crashed].map(isHealthy)).toEqual([true, true, false, false]);
});

test('the text says what is wrong and what mends it', () => {
  const text = formatReport({
    node: 'v20',
    platform: 'linux x64',
    auto: 'wasm',
    healthy: false,
    backends: [good, absent, wrong, crashed],
  });
  expect(text).toMatch(/wasm \*.*yes.*1 of 1/);
  expect(text).toContain('webgpu: no GPU. To mend it: buy one');
  expect(text).toContain('cpu: matmul is wrong by 3, more than 0.0001');
  expect(text).toMatch(/tensorflow.*crashes/);
  expect(text).toContain('Something is wrong');
});
