import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { BackendError, NotFoundError, resetConfig } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { cpu } from './cpu.js';
import type { BackendDescriptor } from './descriptor.js';
import { backends } from './table.js';
import { backend, describeChoice, listBackends, useBackend, withBackend } from './use-backend.js';

const table = backends as BackendDescriptor[];
const saved = process.env['IBEX_BACKEND'];

beforeEach(() => {
  delete process.env['IBEX_BACKEND'];
  // what this machine has must not decide
  process.env['IBEX_LIBTENSORFLOW'] = '/no/such/folder';
});
afterEach(() => {
  if (saved !== undefined) process.env['IBEX_BACKEND'] = saved;
  resetConfig();
  jest.restoreAllMocks();
});

test.each(['cpu', 'wasm'])('%s computes, and says nothing unasked', async (name) => {
  const warn = jest.spyOn(console, 'warn');
  const choice = await useBackend(name);
  expect(choice).toMatchObject({ name, askedBy: 'the program', skipped: [] });
  expect(backend()).toBe(name);
  const sum = tf.tidy(() => tf.sum(tf.tensor1d([1, 2, 3])));
  expect([...(await sum.data())]).toEqual([6]);
  sum.dispose();
  expect(warn).not.toHaveBeenCalled();
});

test("'auto' takes the fastest", async () => {
  const choice = await useBackend('auto');
  expect(choice.name).toBe('wasm');
  expect(describeChoice(choice)).toMatch(/^Backend wasm \(WebAssembly on .*\), asked for by/);
});

test('the environment chooses when the program does not', async () => {
  process.env['IBEX_BACKEND'] = 'cpu';
  expect(await useBackend()).toMatchObject({ name: 'cpu', askedBy: 'IBEX_BACKEND' });
});

test('listBackends starts none', async () => {
  await useBackend('cpu');
  const list = await listBackends();
  expect(list.map(({ name }) => name)).toEqual(['cuda', 'tensorflow', 'wasm', 'webgpu', 'cpu']);
  const [, tensorflow, wasm, , cpuInfo] = list;
  expect([tensorflow, wasm, cpuInfo].map((info) => info!.available)).toEqual([false, true, true]);
  expect(wasm!.device).toMatch(/WebAssembly/);
  expect(backend()).toBe('cpu');
});

test('withBackend goes back, also after an error', async () => {
  await useBackend('cpu');
  expect(await withBackend('wasm', () => backend())).toBe('wasm');
  expect(backend()).toBe('cpu');
  const failing = withBackend('wasm', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(backend()).toBe('cpu');
});

test('an unknown name is an error with the nearest known one', async () => {
  await expect(useBackend('wsam')).rejects.toThrow(NotFoundError);
  await expect(useBackend('wsam')).rejects.toThrow(/Did you mean "wasm"\?/);
});

describe('a backend that cannot run', () => {
  const broken: BackendDescriptor = {
    ...cpu,
    name: 'broken',
    tfjsName: 'broken',
    remedy: 'npm install what-it-needs',
    probe: () => Promise.reject(new Error('its library is missing.\n  at somewhere')),
  };
  /** Probes well, then fails to start. */
  const weak: BackendDescriptor = {
    ...broken,
    name: 'weak',
    probe: () => cpu.probe(),
    load: async () => {
      tf.registerBackend('broken', () => Promise.reject(new Error('out of memory')));
    },
  };
  beforeEach(() => void table.unshift(broken, weak));
  afterEach(() => {
    table.splice(0, 2);
    if (tf.findBackendFactory('broken')) tf.removeBackend('broken');
  });

  test.each([
    ['broken', 'its library is missing'],
    ['weak', 'out of memory'],
  ])('%s is an error with reason and remedy, and nothing takes its place', async (name, reason) => {
    await useBackend('cpu');
    const failing = useBackend(name);
    await expect(failing).rejects.toThrow(BackendError);
    await expect(failing).rejects.toThrow(
      `The backend "${name}" cannot run here: ${reason}. To mend it: npm install what-it-needs`,
    );
    expect(backend()).toBe('cpu');
  });

  test("is passed over by 'auto', which says why", async () => {
    const choice = await useBackend('auto');
    expect(choice.name).toBe('wasm');
    expect(choice.skipped.map(({ name, reason }) => [name, reason]).slice(0, 2)).toEqual([
      ['broken', 'its library is missing'],
      ['weak', 'out of memory'],
    ]);
    expect(describeChoice(choice)).toMatch(/not broken: its library is missing; not weak: out of/);
  });

  test('is listed with its reason', async () => {
    expect((await listBackends())[0]).toEqual({
      name: 'broken',
      available: false,
      reason: 'its library is missing',
      remedy: 'npm install what-it-needs',
    });
  });
});
