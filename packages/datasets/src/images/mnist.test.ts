import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FileError, FormatError, UnknownOptionError } from '@ibexjs/core';
import { gzip, writeNpz, type NdArrayLike } from '@ibexjs/formats';
import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as mnist from './mnist.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-mnist-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(shape: number[], labels: number): string {
  const image = (n: number): NdArrayLike => ({
    shape: [n, ...shape],
    data: new Uint8Array(n * shape.reduce((a, b) => a * b, 1)).fill(9),
  });
  const path = join(folder, 'own.npz');
  const label = (n: number): NdArrayLike => ({ shape: [n], data: new Uint8Array(n).fill(3) });
  writeFileSync(
    path,
    writeNpz({ x_train: image(3), y_train: label(labels), x_test: image(2), y_test: label(2) }),
  );
  return path;
}

test('a file of your own, by name and taken apart', async () => {
  await useTestBackend('cpu');
  const before = tf.memory().numTensors;
  const data = await mnist.loadData({ path: fileOf([28, 28], 3) });
  const [[xTrain], [, yTest]] = data;
  expect([xTrain.shape, xTrain.dtype, yTest.shape]).toEqual([[3, 28, 28], 'int32', [2]]);
  expect(xTrain).toBe(data.xTrain);
  tf.dispose([data.xTrain, data.yTrain, data.xTest, data.yTest]);
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['other images', [8, 8], 3, /\[n, 28, 28\] were expected/],
  ['labels that do not fit', [28, 28], 4, /do not fit/],
])('refuses %s', async (_, shape, labels, message) => {
  const failing = mnist.loadArrays({ path: fileOf(shape, labels) });
  await expect(failing).rejects.toThrow(FormatError);
  await expect(failing).rejects.toThrow(message);
});

test('refuses a file without the arrays, a missing file, an unknown option', async () => {
  const path = join(folder, 'other.npz');
  writeFileSync(path, writeNpz({ x: { shape: [1], data: Uint8Array.of(1) } }));
  await expect(mnist.loadArrays({ path })).rejects.toThrow(/no array "x_train"; it has x/);
  await expect(mnist.loadArrays({ path: join(folder, 'no') })).rejects.toThrow(FileError);
  const options = { paht: 'x' } as object;
  await expect(mnist.loadArrays(options)).rejects.toThrow(UnknownOptionError);
});

test('a pickle that holds something else is refused', async () => {
  const path = join(folder, 'mnist.pkl.gz');
  writeFileSync(path, gzip(new TextEncoder().encode('(lp0\n.')));
  await expect(mnist.loadArrays({ path })).rejects.toThrow(/pickle must hold \(\(x_train/);
});

describe('real data', () => {
  testWithMirror('the published images and labels', 'mnist/mnist.npz', async () => {
    const { xTrain, yTrain, xTest, yTest } = await mnist.loadArrays();
    expect([xTrain.shape, xTest.shape]).toEqual([
      [60000, 28, 28],
      [10000, 28, 28],
    ]);
    const counts = new Array<number>(10).fill(0);
    for (const label of yTrain.data as Uint8Array) counts[label]!++;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect([...(yTest.data as Uint8Array).subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });
});
