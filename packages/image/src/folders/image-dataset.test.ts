import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readFixture, useTestBackend } from '@ibexjs/testing';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { saveImg } from '../save-img.js';
import { largestGap, picture, pictureArray } from '../testing.js';
import {
  imageDatasetFromDirectory,
  type ImageDatasetOptions,
} from './image-dataset-from-directory.js';
import type { ImageBatch, ImageDataset } from './image-dataset.js';
import { resizeWithPad } from './load-array.js';

let folder: string;
let before: number;
beforeAll(async () => {
  await useTestBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'ibex-dataset-'));
  for (let i = 0; i < 6; i++) {
    await saveImg(join(folder, 'a', `${i}.png`), picture([6, 8, 3], i));
    await saveImg(join(folder, 'b/deep', `${i}.png`), picture([6, 8, 3], 10 + i));
  }
  await writeFile(join(folder, 'a', 'notes.txt'), 'no picture');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const QUIET = { verbose: false, imageSize: [6, 8] } satisfies ImageDatasetOptions;

/** First number of every image, and all labels, of a pass. */
async function pass(dataset: ImageDataset) {
  const [firsts, labels]: [number[], number[]] = [[], []];
  for await (const batch of dataset) {
    const [x, y] = batch;
    const step = x.shape.slice(1).reduce((product, n) => product * n, 1);
    const values = await x.data();
    for (let i = 0; i < x.shape[0]; i++) firsts.push(values[i * step]!);
    if (y) labels.push(...(await y.data()));
    tf.dispose(batch);
  }
  return { firsts, labels };
}

const firstOf = (seed: number) => picture([6, 8, 3], seed).data[0]!;

describe('imageDatasetFromDirectory', () => {
  test('labels by folder, in the order of the paths', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const dataset = await imageDatasetFromDirectory(folder, {
      imageSize: [6, 8],
      shuffle: false,
      batchSize: 5,
    });
    expect(log.mock.calls).toEqual([['Found 12 files belonging to 2 classes.']]);
    log.mockRestore();
    expect(dataset.classNames).toEqual(['a', 'b']);
    expect(dataset.size).toBe(3);
    expect(dataset.filePaths[6]).toBe(join(folder, 'b/deep/0.png'));
    const { firsts, labels } = await pass(dataset);
    expect(firsts).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15].map(firstOf));
    expect(labels).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect(dataset.labels).toEqual(labels);
  });

  test.each([
    ['int', [12], 'int32'],
    ['binary', [12, 1], 'float32'],
    ['categorical', [12, 2], 'float32'],
  ] as const)('labelMode %s', async (labelMode, shape, dtype) => {
    const dataset = await imageDatasetFromDirectory(folder, { ...QUIET, labelMode });
    for await (const batch of dataset) {
      expect(batch[1]!.shape).toEqual(shape);
      expect(batch[1]!.dtype).toBe(dtype);
      expect(batch[0].dtype).toBe('float32');
      tf.dispose(batch);
    }
  });

  test('labels that are given, none, or in another order of classes', async () => {
    const given = { ...QUIET, shuffle: false } as const;
    const labels = [5, 5, 5, 5, 5, 5, 5, 7, 7, 7, 7, 7];
    const listed = await imageDatasetFromDirectory(folder, { ...given, labels });
    expect(listed.classNames).toEqual(['5', '7']);
    expect((await pass(listed)).labels).toEqual(labels);
    const without = await imageDatasetFromDirectory(folder, { ...given, labels: null });
    expect(without.classNames).toBeNull();
    expect((await pass(without)).labels).toEqual([]);
    const other = await imageDatasetFromDirectory(folder, { ...given, classNames: ['b', 'a'] });
    expect((await pass(other)).labels).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });

  test('the parts of a split do not overlap; the seed repeats the order', async () => {
    const split = { ...QUIET, validationSplit: 0.25, seed: 3 } as const;
    const [train, test_] = await imageDatasetFromDirectory(folder, { ...split, subset: 'both' });
    expect([train.filePaths.length, test_.filePaths.length]).toEqual([9, 3]);
    expect(new Set([...train.filePaths, ...test_.filePaths]).size).toBe(12);
    const alone = await imageDatasetFromDirectory(folder, { ...split, subset: 'validation' });
    expect(alone.filePaths).toEqual(test_.filePaths);
    const again = await imageDatasetFromDirectory(folder, { ...split, subset: 'training' });
    expect((await pass(again)).firsts).toEqual((await pass(train)).firsts);
    const epochs = [(await pass(train)).firsts, (await pass(train)).firsts];
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect([...epochs[0]!].sort()).toEqual([...epochs[1]!].sort());
  });

  test('single images, grey, channels first', async () => {
    const dataset = await imageDatasetFromDirectory(folder, {
      ...QUIET,
      batchSize: null,
      colorMode: 'grayscale',
      dataFormat: 'channelsFirst',
    });
    const batches: ImageBatch[] = [];
    for await (const batch of dataset) batches.push(batch);
    expect(batches).toHaveLength(12);
    const [x, y] = batches[0]!;
    expect([x.shape, y!.shape]).toEqual([[1, 6, 8], []]);
    tf.dispose(batches);
  });

  test('an early end leaves no tensor', async () => {
    const dataset = await imageDatasetFromDirectory(folder, { ...QUIET, batchSize: 2 });
    for await (const batch of dataset) {
      tf.dispose(batch);
      break;
    }
    const iterator = await dataset.iterator();
    tf.dispose((await iterator.next()).value as ImageBatch);
    await iterator.return?.();
  });

  test('links to folders are followed when asked for, a circle once', async () => {
    const linked = join(folder, 'a', 'link');
    await symlink(join(folder, 'b'), linked);
    await symlink(folder, join(folder, 'b', 'circle'));
    const count = async (followLinks: boolean) =>
      (await imageDatasetFromDirectory(folder, { ...QUIET, followLinks })).filePaths.length;
    expect(await count(false)).toBe(12);
    expect(await count(true)).toBeGreaterThan(12);
    await rm(linked);
    await rm(join(folder, 'b', 'circle'));
  });

  test('a damaged file is named when its batch is made', async () => {
    const bad = join(folder, 'bad', 'x', '0.png');
    await saveImg(bad, picture([4, 4, 3], 1));
    await writeFile(bad, 'damaged');
    const dataset = await imageDatasetFromDirectory(join(folder, 'bad'), QUIET);
    await expect(pass(dataset)).rejects.toThrow(/0.png: This is no picture/);
    await rm(join(folder, 'bad'), { recursive: true });
  });

  test.each<[ImageDatasetOptions, RegExp]>([
    [{ labels: [1] }, /1 labels and 12 files/],
    [{ labels: [1], classNames: ['a'] }, /"classNames" can only be given/],
    [{ classNames: ['c'] }, /no folder "c".*a, b/],
    [{ classNames: ['a'], labelMode: 'binary' }, /two classes/],
    [{ validationSplit: 0.2 }, /need each other/],
    [{ validationSplit: 2, subset: 'training', seed: 1 }, /between 0 and 1/],
    [{ validationSplit: 0.2, subset: 'training' }, /the same "seed"/],
    [{ cropToAspectRatio: true, padToAspectRatio: true }, /not both/],
    [{ interpolation: 'box' as 'area' }, /one of 'bilinear'/],
    [{ size: 3 } as ImageDatasetOptions, /unknown option/],
  ])('%j is refused', async (options, message) => {
    const given = { verbose: false, ...options } as ImageDatasetOptions & { subset?: 'training' };
    await expect(imageDatasetFromDirectory(folder, given)).rejects.toThrow(message);
  });

  test('a folder without pictures', async () => {
    const empty = join(folder, 'a');
    await expect(imageDatasetFromDirectory(empty, QUIET)).rejects.toThrow(/no pictures were found/);
    await expect(imageDatasetFromDirectory(join(folder, 'z'))).rejects.toThrow(/z: there is no/);
  });
});

test('cropped and padded to the aspect ratio', async () => {
  const square = { ...QUIET, imageSize: 4, shuffle: false, labels: null } as const;
  const read = async (options: ImageDatasetOptions) => {
    const dataset = await imageDatasetFromDirectory(folder, {
      ...options,
      subset: undefined,
    } as object);
    for await (const [x] of dataset) {
      const values = (await x.data()).slice(0, 48);
      x.dispose();
      return values;
    }
    return [];
  };
  const smart = await read({ ...square, cropToAspectRatio: true });
  const padded = await read({ ...square, padToAspectRatio: true });
  expect(smart).not.toEqual(padded);
  expect([...padded].slice(36)).toEqual(new Array(12).fill(0)); // 4x3 at the top, a row of zeros
});

test('resizeWithPad: the numbers of tf.image.resize_with_pad', () => {
  const golden = readFixture<{ shape: number[]; size: [number, number]; values: number[] }[]>(
    import.meta.url,
    '../../fixtures/pad.json',
  );
  for (const { shape, size, values } of golden) {
    const padded = resizeWithPad(pictureArray(shape, 6), size, 'bilinear');
    expect(padded.shape).toEqual([...size, shape[2]]);
    expect(largestGap(padded.data, values)).toBeLessThan(2.5e-3);
  }
});
