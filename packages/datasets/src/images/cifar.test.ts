import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { FormatError, resetConfig, setImageDataFormat, ValueError } from '@ibexjs/core';
import { writeNpz } from '@ibexjs/formats';
import { readFixture } from '@ibexjs/testing';

import * as cifar10 from './cifar10.js';
import * as cifar100 from './cifar100.js';
import * as fashionMnist from './fashion-mnist.js';

const archives = readFixture<Record<'ten' | 'hundred' | 'broken', string>>(
  import.meta.url,
  '../../fixtures/cifar.json',
);
let folder: string;
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-cifar-'));
  for (const [name, archive] of Object.entries(archives)) {
    writeFileSync(file(name), Buffer.from(archive, 'base64'));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => resetConfig());

/** The fixture's pixel of a picture, plane by plane. */
const pixel = (start: number, picture: number, at: number) => (start + 7 * picture + at) % 251;

test('CIFAR-10: batches joined, colours last', async () => {
  const { xTrain, yTrain, xTest, yTest } = await cifar10.loadArrays({ path: file('ten') });
  expect([xTrain.shape, yTrain.shape, xTest.shape]).toEqual([
    [10, 32, 32, 3],
    [10, 1],
    [2, 32, 32, 3],
  ]);
  expect([...(yTrain.data as Uint8Array)]).toEqual([1, 8, 2, 7, 3, 6, 4, 5, 5, 4]);
  expect([...(yTest.data as Uint8Array)]).toEqual([0, 5]);
  const values = xTrain.data as Uint8Array;
  // second picture of the third batch, pixel 40 of each plane
  const at = 5 * 3072 + 40 * 3;
  const expected = [0, 1, 2].map((channel) => pixel(3, 1, channel * 1024 + 40));
  expect([...values.subarray(at, at + 3)]).toEqual(expected);
  expect(cifar10.getLabelNames()[6]).toBe('frog');
});

test('CIFAR-10 with colours first', async () => {
  setImageDataFormat('channels_first');
  const { xTest } = await cifar10.loadArrays({ path: file('ten') });
  expect(xTest.shape).toEqual([2, 3, 32, 32]);
  expect((xTest.data as Uint8Array)[3072 + 1024]).toBe(pixel(100, 1, 1024));
});

test('CIFAR-100 has labels of two kinds', async () => {
  const fine = await cifar100.loadArrays({ path: file('hundred') });
  const coarse = await cifar100.loadArrays({ path: file('hundred'), labelMode: 'coarse' });
  expect([...(fine.yTrain.data as Uint8Array)]).toEqual([40, 99]);
  expect([...(coarse.yTest.data as Uint8Array)]).toEqual([4, 19]);
  const odd = { path: file('hundred'), labelMode: 'rough' as 'fine' };
  await expect(cifar100.loadArrays(odd)).rejects.toThrow(ValueError);
});

test('an archive that lacks a batch is refused', async () => {
  await expect(cifar10.loadArrays({ path: file('broken') })).rejects.toThrow(FormatError);
  await expect(cifar10.loadArrays({ path: file('broken') })).rejects.toThrow(
    /data_batch_2 is missing/,
  );
});

test('npz files in the layout of Keras are read too', async () => {
  const images = { shape: [1, 28, 28], data: new Uint8Array(784) };
  const labels = { shape: [1], data: Uint8Array.of(3) };
  const arrays = { x_train: images, y_train: labels, x_test: images, y_test: labels };
  writeFileSync(file('own.npz'), writeNpz(arrays));
  for (const { loadArrays } of [cifar10, fashionMnist]) {
    expect((await loadArrays({ path: file('own.npz') })).xTest.shape).toEqual([1, 28, 28]);
  }
  expect(fashionMnist.getLabelNames()).toHaveLength(10);
});
