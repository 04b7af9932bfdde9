import { mkdtemp, readdir, rm } from 'node:fs/promises';
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
import { setRandomSeed } from '@ibexjs/core';

import { toImageArray } from '../image-array.js';
import { loadImg } from '../load-img.js';
import { saveImg } from '../save-img.js';
import { largestGap, picture, pictureArray } from '../testing.js';
import { ImageDataGenerator } from './image-data-generator.js';
import type { FlowBatch } from './image-flow.js';
import { symmetricEigen } from './symmetric-eigen.js';
import { whiteningMatrix } from './whitening.js';

type Shape = [number, number, number];

const golden = readFixture<{
  standardized: { options: Record<string, number | boolean>; shape: number[]; values: number[] }[];
  transformed: {
    parameters: Record<string, number | boolean>;
    shape: Shape;
    seed: number;
    values: number[];
  }[];
}>(import.meta.url, '../../fixtures/augment.json');

const camel = (options: object) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]: [string, unknown]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

/** The data that the goldens were fitted to. */
function fitted(shape: number[]) {
  const size = shape.reduce((product, n) => product * n, 1);
  return { data: Float32Array.from({ length: size }, (_, i) => (i * i * 31) % 257), shape };
}

let before: number;
beforeAll(() => useTestBackend('cpu'));
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(before));

/** The images of every batch of a pass, as one list. */
async function collect(flow: AsyncIterable<FlowBatch>): Promise<number[]> {
  const all: number[] = [];
  for await (const batch of flow) {
    all.push(...(await (batch[0] as tf.Tensor).data()));
    tf.dispose(batch);
  }
  return all;
}

describe('numbers of Keras', () => {
  test.each(golden.standardized)('standardize: $options', async ({ options, shape, values }) => {
    const generator = new ImageDataGenerator(camel(options));
    const data = fitted(shape);
    await generator.fit(data);
    const size = shape[1]! * shape[2]! * shape[3]!;
    const actual: number[] = [];
    for (let i = 0; i < 3; i++) {
      const image = {
        data: data.data.slice(i * size, (i + 1) * size),
        shape: shape.slice(1) as Shape,
      };
      actual.push(...(await generator.standardize(image)).data);
    }
    const largest = Math.max(...values.map(Math.abs));
    // Keras sums in float32; whitening divides by small singular values
    const tolerance = options['zca_whitening'] ? 2e-4 : 2e-5;
    expect(largestGap(actual, values) / largest).toBeLessThan(tolerance);
  });

  test.each(golden.transformed)(
    'applyTransform: $parameters',
    ({ parameters, shape, seed, values }) => {
      const generator = new ImageDataGenerator({ fillMode: 'reflect' });
      const moved = generator.applyTransform(pictureArray(shape, seed), camel(parameters));
      // bytes are cut, not rounded: a last digit of float32 may decide by 1 where brightness is changed
      expect(largestGap(moved.data, values)).toBeLessThan(
        'brightness' in parameters ? 1.001 : 2.5e-3,
      );
    },
  );
});

describe('whitening', () => {
  test('eigenvectors of a symmetric matrix', () => {
    const matrix = Float64Array.of(4, 1, 0, 1, 3, -1, 0, -1, 2);
    const { values, vectors } = symmetricEigen(matrix.slice(), 3);
    for (let i = 0; i < 3; i++) {
      const vector = vectors.subarray(3 * i, 3 * i + 3);
      for (let row = 0; row < 3; row++) {
        const product = [0, 1, 2].reduce((sum, k) => sum + matrix[3 * row + k]! * vector[k]!, 0);
        expect(product).toBeCloseTo(values[i]! * vector[row]!, 12);
      }
    }
  });

  test('fewer images than pixels: the same matrix, by the products of images', () => {
    const data = fitted([3, 2, 2, 1]).data;
    const wide = whiteningMatrix({ data, count: 3, size: 4 }, 1e-6);
    // rows of zeros add nothing but make images many
    const padded = Float32Array.from({ length: 5 * 4 }, (_, i) => data[i] ?? 0);
    const tall = whiteningMatrix({ data: padded, count: 5, size: 4 }, 1e-6);
    const scaled = tall.map((value) => value * Math.sqrt(3 / 5));
    expect(largestGap(wide, scaled)).toBeLessThan(1e-9);
  });

  test('an image of another shape is refused', async () => {
    const generator = new ImageDataGenerator({ zcaWhitening: true });
    await generator.fit(fitted([6, 2, 2, 1]));
    await expect(generator.standardize(pictureArray([3, 2, 1], 1))).rejects.toThrow(/other images/);
  });
});

describe('options', () => {
  test('imply each other as in Keras', () => {
    const { settings } = new ImageDataGenerator({
      zcaWhitening: true,
      featurewiseStdNormalization: true,
      samplewiseStdNormalization: true,
      zoomRange: 0.2,
    });
    expect(settings.featurewiseCenter).toBe(true);
    expect(settings.featurewiseStdNormalization).toBe(false);
    expect(settings.samplewiseCenter).toBe(true);
    expect(settings.zoomRange).toEqual([0.8, 1.2]);
  });

  test.each([
    [{ zoomRange: [1] }, /zoomRange: a range is a pair/],
    [{ brightnessRange: [1] }, /brightnessRange: a range is a pair/],
    [{ validationSplit: 1 }, /must lie between 0 and 1/],
    [{ interpolationOrder: 9 }, /0 … 5/],
    [{ fillMode: 'mirror' }, /one of 'constant'/],
    [{ rotation: 3 }, /unknown option "rotation"/],
  ])('%j is refused', (options, message) => {
    expect(() => new ImageDataGenerator(options as object)).toThrow(message);
  });
});

describe('getRandomTransform', () => {
  const generator = new ImageDataGenerator({
    rotationRange: 30,
    widthShiftRange: 0.25,
    heightShiftRange: [-3, 5],
    shearRange: 10,
    zoomRange: [0.5, 2],
    channelShiftRange: 20,
    brightnessRange: [0.5, 0.9],
    horizontalFlip: true,
  });

  test('stays within its ranges, and repeats itself by its seed', () => {
    const flips = new Set<unknown>();
    for (let seed = 0; seed < 60; seed++) {
      const drawn = generator.getRandomTransform([8, 12, 3], seed);
      expect(drawn).toEqual(generator.getRandomTransform([8, 12, 3], seed));
      expect(Math.abs(drawn.theta!)).toBeLessThanOrEqual(30);
      expect([3, 5]).toContain(Math.abs(drawn.tx!));
      expect(Math.abs(drawn.ty!)).toBeLessThanOrEqual(3);
      expect(Math.abs(drawn.shear!)).toBeLessThanOrEqual(10);
      expect(drawn.zx! >= 0.5 && drawn.zy! <= 2).toBe(true);
      expect(Math.abs(drawn.channelShiftIntensity!)).toBeLessThanOrEqual(20);
      expect(drawn.brightness! >= 0.5 && drawn.brightness! <= 0.9).toBe(true);
      expect(drawn.flipVertical).toBe(false);
      flips.add(drawn.flipHorizontal);
    }
    expect(flips.size).toBe(2);
  });

  test('a whole number of pixels is drawn below it', () => {
    const whole = new ImageDataGenerator({ widthShiftRange: 3 });
    const drawn = Array.from(
      { length: 60 },
      (_, seed) => whole.getRandomTransform([9, 9, 1], seed).ty,
    );
    expect(new Set(drawn.map((ty) => Math.abs(ty!)))).toEqual(new Set([0, 1, 2]));
  });

  test('without a seed each is another, and the process-wide seed repeats them', () => {
    const draw = () => {
      const fresh = new ImageDataGenerator({ rotationRange: 90 });
      return [fresh.getRandomTransform([4, 4, 1]).theta, fresh.getRandomTransform([4, 4, 1]).theta];
    };
    setRandomSeed(5);
    const first = draw();
    setRandomSeed(5);
    expect(draw()).toEqual(first);
    expect(first[0]).not.toBe(first[1]);
  });
});

describe('flow', () => {
  const images = { data: Float32Array.from({ length: 7 * 12 }, (_, i) => i), shape: [7, 2, 2, 3] };
  const labels = { data: [0, 1, 0, 1, 0, 1, 0], shape: [7] };

  test('goes through everything once, in an order of the seed, another in the next pass', async () => {
    const open = () => new ImageDataGenerator().flow(images, labels, { batchSize: 3, seed: 4 });
    const flow = open();
    expect([flow.size, flow.n]).toEqual([3, 7]);
    const first = await collect(flow);
    const second = await collect(flow);
    expect([...first].sort((a, b) => a - b)).toEqual([...images.data]);
    expect(second).not.toEqual(first);
    const again = open();
    expect(await collect(again)).toEqual(first);
    expect(await collect(again)).toEqual(second);
    const still = new ImageDataGenerator().flow(images, null, { shuffle: false });
    expect(await collect(still)).toEqual([...images.data]);
  });

  test('labels, weights and other arrays stay beside their images', async () => {
    const x = tf.tensor4d(images.data, [7, 2, 2, 3]);
    const y = tf.tensor2d([...labels.data], [7, 1], 'int32');
    const others = { data: Float32Array.from(labels.data, (label) => 10 * label), shape: [7] };
    const sampleWeight = { data: Float32Array.from({ length: 7 }, (_, i) => i), shape: [7] };
    const flow = new ImageDataGenerator().flow([x, others], y, { sampleWeight, seed: 1 });
    tf.dispose([x, y]); // it was read already
    const [[batch, other] = [], label, weight] = (await flow.next()) as [
      tf.Tensor[],
      tf.Tensor,
      tf.Tensor,
    ];
    expect(label.dtype).toBe('int32');
    expect(label.shape).toEqual([7, 1]);
    const weights = [...(await weight.data())];
    expect([...(await label.data())]).toEqual(weights.map((i) => labels.data[i]));
    expect([...(await other!.data())]).toEqual(weights.map((i) => 10 * labels.data[i]!));
    expect((await batch!.data())[0]).toBe(12 * weights[0]!);
    await flow.reset();
    tf.dispose([batch!, other!, label, weight]);
  });

  test('transforms at random, by the seed', async () => {
    const generator = new ImageDataGenerator({ rotationRange: 90, fillMode: 'reflect' });
    const open = (seed: number) => collect(generator.flow(images, null, { seed, shuffle: false }));
    expect(await open(1)).toEqual(await open(1));
    expect(await open(1)).not.toEqual(await open(2));
    expect(await open(1)).not.toEqual([...images.data]);
  });

  test('training and validation parts', async () => {
    const generator = new ImageDataGenerator({ validationSplit: 0.3 });
    const part = (subset: 'training' | 'validation') =>
      collect(generator.flow(images, labels, { subset, shuffle: false }));
    expect(await part('validation')).toEqual([...images.data.subarray(0, 24)]);
    expect(await part('training')).toEqual([...images.data.subarray(24)]);
    const sorted = { data: [0, 0, 0, 1, 1, 1, 1], shape: [7] };
    const flow = generator.flow(images, sorted, { subset: 'training' });
    await expect(flow.next()).rejects.toThrow(/differ in their classes/);
    await collect(generator.flow(images, sorted, { subset: 'training', ignoreClassSplit: true }));
  });

  test('is what fit takes of a data set, and frees what was made ahead', async () => {
    const flow = new ImageDataGenerator().flow(images, labels, { batchSize: 2 });
    const pass = await flow.iterator();
    tf.dispose((await pass.next()).value as FlowBatch);
    await pass.return?.();
    tf.dispose(await flow.next());
    await flow.reset();
  });

  test('refuses arrays that do not fit together', () => {
    const generator = new ImageDataGenerator();
    expect(() => generator.flow(images, { data: [1], shape: [1] })).toThrow(/7 images, and 1/);
    expect(() => generator.flow({ data: [1], shape: [1, 1, 1] })).toThrow(/four dimensions/);
    expect(() => generator.flow(images, null, { batch: 3 } as object)).toThrow(/unknown option/);
    expect(() => generator.flow(images, null, { batchSize: 0 })).toThrow(/positive whole number/);
  });

  test('preprocessingFunction works on tensors and must keep the shape', async () => {
    const image = pictureArray([2, 2, 3], 1);
    const halved = new ImageDataGenerator({
      preprocessingFunction: (x) => tf.div(x, 2),
      rescale: 2,
    });
    expect((await halved.standardize(image)).data).toEqual(image.data);
    const wrong = new ImageDataGenerator({ preprocessingFunction: (x) => tf.sum(x) });
    await expect(wrong.standardize(image)).rejects.toThrow(/must keep the shape \[2, 2, 3\]/);
  });

  test('fit on augmented images; a warning without fit', async () => {
    const options = { featurewiseCenter: true, rotationRange: 40 };
    const generator = new ImageDataGenerator(options);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await generator.standardize(pictureArray([2, 2, 3], 1));
    await generator.standardize(pictureArray([2, 2, 3], 1));
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
    await generator.fit(images, { augment: true, rounds: 2, seed: 3 });
    const { mean } = generator;
    const again = new ImageDataGenerator(options);
    await again.fit(images, { augment: true, rounds: 2, seed: 3 });
    expect(again.mean).toEqual(mean);
    const wrong = { data: [1], shape: [1, 1, 1] };
    await expect(generator.fit(wrong)).rejects.toThrow(/4 dimensions/);
  });
});

describe('flowFromDirectory', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ibex-flow-'));
    for (let i = 0; i < 5; i++) {
      await saveImg(join(folder, 'cats', `${i}.png`), picture([4, 6, 3], i));
      await saveImg(join(folder, 'dogs/more', `${i}.bmp`), picture([6, 4, 3], 10 + i));
    }
    await saveImg(join(folder, 'dogs', 'first.png'), picture([4, 4, 1], 3));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('lists, loads and labels', async () => {
    const generator = new ImageDataGenerator({ rescale: 1 / 255 });
    const flow = await generator.flowFromDirectory(folder, {
      targetSize: [4, 6],
      batchSize: 4,
      shuffle: false,
    });
    expect([flow.samples, flow.numClasses, flow.size]).toEqual([11, 2, 3]);
    expect(flow.classIndices).toEqual({ cats: 0, dogs: 1 });
    expect(flow.filenames[5]).toBe(join('dogs', 'first.png'));
    expect(flow.filenames[6]).toBe(join('dogs', 'more', '0.bmp'));
    const [x, y] = (await flow.next()) as [tf.Tensor4D, tf.Tensor];
    expect(x.shape).toEqual([4, 4, 6, 3]);
    expect(y.shape).toEqual([4, 2]);
    expect([...(await y.data())]).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
    const expected = picture([4, 6, 3], 0).data;
    expect(
      largestGap(
        (await x.data()).subarray(0, 72),
        [...expected].map((v) => v / 255),
      ),
    ).toBeLessThan(1e-6);
    await flow.reset();
    tf.dispose([x, y]);
  });

  test.each([
    ['binary', [5], [0, 0, 0, 0, 0]],
    ['sparse', [5], [0, 0, 0, 0, 0]],
    [null, null, null],
  ] as const)('classMode %s', async (classMode, shape, values) => {
    const generator = new ImageDataGenerator();
    const flow = await generator.flowFromDirectory(folder, {
      targetSize: 3,
      classMode,
      batchSize: 5,
      shuffle: false,
      colorMode: 'grayscale',
    });
    const batch = await flow.next();
    expect((batch[0] as tf.Tensor).shape).toEqual([5, 3, 3, 1]);
    expect((batch[1] as tf.Tensor | undefined)?.shape ?? null).toEqual(shape);
    if (values) expect([...(await (batch[1] as tf.Tensor).data())]).toEqual(values);
    await flow.reset();
    tf.dispose(batch);
  });

  test('classMode input, channels first, saved to look at', async () => {
    const generator = new ImageDataGenerator({ dataFormat: 'channelsFirst' });
    const saveToDir = join(folder, '..', `${folder.split('/').pop()}-saved`);
    const flow = await generator.flowFromDirectory(folder, {
      classes: ['cats'],
      targetSize: 4,
      classMode: 'input',
      saveToDir,
      savePrefix: 'seen',
    });
    const [x, y] = (await flow.next()) as [tf.Tensor4D, tf.Tensor4D];
    expect(x.shape).toEqual([5, 3, 4, 4]);
    expect(await y.data()).toEqual(await x.data());
    tf.dispose([x, y]);
    await flow.reset();
    const saved = (await readdir(saveToDir)).sort();
    expect(saved).toHaveLength(5);
    expect(saved[0]).toMatch(/^seen_0_\d+\.png$/);
    expect((await loadImg(join(saveToDir, saved[0]!))).width).toBe(4);
    await rm(saveToDir, { recursive: true });
  });

  test('parts of each class', async () => {
    const generator = new ImageDataGenerator({ validationSplit: 0.4 });
    const validation = await generator.flowFromDirectory(folder, { subset: 'validation' });
    const training = await generator.flowFromDirectory(folder, { subset: 'training' });
    expect([...validation.classes]).toEqual([0, 0, 1, 1]);
    expect([...training.classes]).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(training.filepaths.some((path) => validation.filepaths.includes(path))).toBe(false);
  });

  test('wrong folders and options are explained', async () => {
    const generator = new ImageDataGenerator();
    const open = (options: object) => generator.flowFromDirectory(folder, options);
    await expect(generator.flowFromDirectory(join(folder, 'none'))).rejects.toThrow(
      /none: there is no/,
    );
    await expect(open({ classes: ['cats', 'birds'] })).rejects.toThrow(/birds: there is no/);
    await expect(open({ classes: ['cats'], classMode: 'binary' })).rejects.toThrow(/two classes/);
    await expect(open({ classMode: 'multi' })).rejects.toThrow(/one of 'categorical'/);
    await expect(open({ targetSize: [3] })).rejects.toThrow(/\[height, width\]/);
    const empty = await open({ classes: [''], subset: 'validation' });
    await expect(empty.next()).rejects.toThrow(/no images/);
  });
});

test('toImageArray copies', async () => {
  const x = tf.tensor3d([1, 2, 3, 4], [2, 2, 1]);
  expect(await toImageArray(x)).toEqual({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2, 1] });
  x.dispose();
});
