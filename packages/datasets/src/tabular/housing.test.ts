import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FormatError, toCamelCase, UnknownOptionError, ValueError } from '@ibexjs/core';
import { writeNpz, type NdArray } from '@ibexjs/formats';
import { readFixture, testWithMirror, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as bostonHousing from './boston-housing.js';
import * as californiaHousing from './california-housing.js';
import type { HousingOptions } from './housing.js';

interface Golden {
  options: Record<string, unknown>;
  splits: unknown[][];
}
const golden = readFixture<{ files: { housing: string }; boston: Golden[]; california: Golden[] }>(
  import.meta.url,
  '../../fixtures/keras.json',
);

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-housing-'));
  path = join(folder, 'housing.npz');
  writeFileSync(path, Buffer.from(golden.files.housing, 'base64'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows as lists, as the fixture has them. */
function rows({ shape, data }: NdArray): unknown[] {
  const values = Array.from(data as ArrayLike<number>);
  const width = shape[1];
  return width === undefined
    ? values
    : Array.from({ length: shape[0]! }, (_, i) => values.slice(i * width, (i + 1) * width));
}

describe.each([
  ['boston', bostonHousing.loadArrays],
  ['california', californiaHousing.loadArrays],
] as const)('%s', (name, loadArrays) => {
  test.each(golden[name])('$options gives the split of Keras', async ({ options, splits }) => {
    const camel: HousingOptions = Object.fromEntries(
      Object.entries(options).map(([key, value]) => [toCamelCase(key), value]),
    );
    const data = await loadArrays({ path, ...camel });
    expect(data.flat().map((array) => rows(array))).toEqual(splits);
  });

  test('refuses bad options and other files', async () => {
    await expect(loadArrays({ path, testSplit: -0.1 })).rejects.toThrow(ValueError);
    await expect(loadArrays({ path, split: 1 } as object)).rejects.toThrow(UnknownOptionError);
    const other = join(folder, 'other.npz');
    writeFileSync(other, writeNpz({ x: { shape: [1], data: Uint8Array.of(1) } }));
    await expect(loadArrays({ path: other })).rejects.toThrow(FormatError);
  });
});

test('as tensors', async () => {
  await useTestBackend('cpu');
  const before = tf.memory().numTensors;
  const [[xTrain, yTrain], [xTest, yTest]] = await bostonHousing.loadData({ path });
  expect([xTrain, yTrain, xTest, yTest].map((tensor) => [tensor.dtype, tensor.shape])).toEqual([
    ['float32', [8, 2]],
    ['float32', [8]],
    ['float32', [3, 2]],
    ['float32', [3]],
  ]);
  tf.dispose([xTrain, yTrain, xTest, yTest]);
  expect(tf.memory().numTensors).toBe(before);
});

describe('real data', () => {
  testWithMirror('Boston', 'housing/boston_housing.npz', async () => {
    const { xTrain, yTrain } = await bostonHousing.loadArrays();
    expect(xTrain.shape).toEqual([404, 13]);
    expect(Array.from(yTrain.data as Float64Array).slice(0, 5)).toEqual([
      15.2, 42.3, 50, 21.1, 17.7,
    ]);
  });

  testWithMirror('California', 'housing/california_housing.npz', async () => {
    const { xTrain, xTest } = await californiaHousing.loadArrays();
    expect([xTrain.shape, xTest.shape]).toEqual([
      [16512, 8],
      [4128, 8],
    ]);
    const small = await californiaHousing.loadArrays({ version: 'small' });
    expect(small.xTrain.shape).toEqual([480, 8]);
  });
});
