import { afterAll, describe, expect, test } from '@jest/globals';
import { MemoryConsole } from '@ibexjs-apps/kit';
import { ConformanceReport, testBackends, useTestBackend } from '@ibexjs/testing';

import { compareBackends } from './app.js';
import { compare } from './compare.js';
import { NETWORKS, type NetworkName } from './networks.js';

const others = testBackends.filter((backend) => backend !== 'cpu');

describe.each(others)('%s trains as plain JavaScript does', (backend) => {
  const report = new ConformanceReport(backend, 'trajectories');
  afterAll(() => report.write());

  test.each(Object.keys(NETWORKS) as NetworkName[])(
    '%s',
    async (name) => {
      // registers it as tests want it
      await useTestBackend(backend);
      const options = { steps: 5, batchSize: 16, seed: 3 };
      const [, run] = await compare(name, ['cpu', backend], options);
      const difference = Math.max(run!.lossDifference, run!.predictionDifference);
      report.add(name, difference, 1e-4);
      expect(run!.losses).toHaveLength(5);
      expect(difference).toBeLessThan(1e-4);
    },
    180_000,
  );
});

test('the demo prints a row for each backend', async () => {
  const console = new MemoryConsole();
  const argv = ['--backends', 'wasm,cpu', '--network', 'lstm', '--steps', '3'];
  expect(await compareBackends(argv, console)).toBe(0);
  const text = console.output.join('\n');
  expect(text).toMatch(/^Data: the 1,797 real digits/);
  expect(text).toMatch(/│ wasm .*0\.0e\+0/);
  expect(text).toMatch(/│ cpu .*e-/);
});

test('a backend that is not known is an error', async () => {
  const console = new MemoryConsole();
  expect(await compareBackends(['--backends', 'wsam'], console)).toBe(1);
  expect(console.errors.join()).toMatch(/Did you mean "wasm"/);
});
