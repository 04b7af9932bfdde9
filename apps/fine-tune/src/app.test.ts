import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole, readCard } from '@ibexjs-apps/kit';
import { resetConfig, RandomGenerator, setDatasetsMirror, setRandomSeed } from '@ibexjs/core';
import { createImg, saveImg } from '@ibexjs/image';
import { loadModel } from '@ibexjs/models';
import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { fineTune } from './app.js';
import { plumbing, toInputs } from './base.js';
import { computeFeatures } from './features.js';
import { fineTuned } from './network.js';
import { digitPictures, folderPictures } from './pictures.js';

let folder: string;
beforeAll(async () => {
  await useTestBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'ibex-fine-tune-'));
  const random = new RandomGenerator(1);
  for (const [name, colour] of Object.entries({ red: [220, 60, 60], blue: [60, 60, 220] })) {
    for (let i = 0; i < 8; i++) {
      const data = Uint8Array.from(
        { length: 24 * 20 * 3 },
        (_, at) => colour[at % 3]! + random.integer(30),
      );
      await saveImg(join(folder, 'colours', name, `${i}.png`), createImg(data, 20, 24, 3));
    }
  }
});
afterEach(() => resetConfig());
afterAll(() => rm(folder, { recursive: true }));

async function listen(argv: string[], react?: (line: string) => void) {
  const console = new MemoryConsole(react);
  const code = await fineTune([...argv, '--backend', 'wasm', '--verbose', '0'], console);
  const { output: out, errors } = console;
  return { code, out, text: out.join('\n'), errors: errors.join('\n') };
}

const accuracy = (text: string, when: string) =>
  Number(new RegExp(`Accuracy ${when}: ([\\d.]+)`).exec(text)?.[1]);

describe('fine-tune', () => {
  test('learns the classes of a folder, tells, reports, and saves what can be loaded', async () => {
    const [report, save] = [join(folder, 'report.html'), join(folder, 'colours.keras')];
    const { code, out, text } = await listen([
      ...['--data', join(folder, 'colours'), '--application', 'mobileNet', '--weights', 'random'],
      ...['--size', '32', '--epochs', '2', '--test-share', '25'],
      ...['--report', report, '--save', save],
    ]);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^Data: 16 pictures of 2 classes in .*colours, as asked for\.$/);
    expect(out[1]).toBe('Base: mobileNet with random weights, as asked for.');
    expect(text).toContain('All 86 layers of the base stay as they are.');
    expect(accuracy(text, 'before')).toBeGreaterThanOrEqual(0);
    expect(accuracy(text, 'after')).toBeGreaterThanOrEqual(0.5);
    const html = await readFile(report, 'utf8');
    for (const part of ['Training', 'Test pictures', 'The worst mistakes', 'Confusion matrix']) {
      expect(html).toContain(`<h2>${part}</h2>`);
    }
    expect(await readCard(save)).toEqual({
      classes: ['blue', 'red'],
      imageSize: [32, 32],
      preprocess: 'tf',
    });
    const model = await loadModel(save);
    expect(model.outputs[0]!.shape).toEqual([null, 2]);
    model.dispose();
  });

  test('no tensor is left behind', async () => {
    const before = tf.memory().numTensors;
    const argv = ['--data', join(folder, 'colours'), '--size', '32', '--epochs', '1'];
    await listen([...argv, '--application', 'mobileNet', '--weights', 'random', '--freeze', '4']);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('without a network the plumbing learns the shipped digits', async () => {
    setDatasetsMirror('');
    setRandomSeed(1);
    const base = plumbing('no network', 32);
    expect(base.described).toMatch(/demonstrates the plumbing.*not at hand: no network/);
    const pictures = await digitPictures();
    const network = fineTuned(base.model, 99, { head: 'flatten', units: 64, classes: 10 });
    const free = { requested: false };
    const x = (await computeFeatures(pictures.train, base, network.frozen, free))!;
    const xTest = (await computeFeatures(pictures.test, base, network.frozen, free))!;
    expect(x.shape).toEqual([1437, 6, 6, 32]);
    const { learning } = network;
    learning.compile({
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    await learning.fit(x, pictures.train.labels, { epochs: 5, verbose: 0 });
    const logs = await learning.evaluate(xTest, pictures.test.labels, {
      verbose: 0,
      returnDict: true,
    });
    expect(logs['accuracy']).toBeGreaterThan(0.85);
    expect((await pictures.test.show(0, 40)).width).toBe(40);
    learning.dispose();
  });

  test('features are those of the pictures, in their order', async () => {
    const base = plumbing('no network', 32);
    const { train } = await folderPictures(join(folder, 'colours'), 0.25);
    const network = fineTuned(base.model, 99, { head: 'flatten', units: 4, classes: 2 });
    const features = (await computeFeatures(train, base, network.frozen, { requested: false }))!;
    const all: tf.Tensor4D[] = [];
    for await (const pixels of train.batches(32)) all.push(pixels);
    const expected = tf.tidy(
      () => network.frozen.predict(toInputs(base, tf.concat(all, 0))) as tf.Tensor,
    );
    expect(features.shape).toEqual(expected.shape);
    const [a, b] = [features.data, await expected.data()];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-5);
    expect(await computeFeatures(train, base, network.frozen, { requested: true })).toBeUndefined();
    tf.dispose([all, expected]);
  });

  test('Ctrl-C: the exit code is 130', async () => {
    const argv = ['--data', join(folder, 'colours'), '--size', '32'];
    const base = ['--application', 'mobileNet', '--weights', 'random'];
    const { code, text } = await listen([...argv, ...base], (line) => {
      if (line.startsWith('Running the frozen')) process.emit('SIGINT');
    });
    expect(code).toBe(130);
    expect(text).toContain('Interrupted: nothing was learned.');
  });

  test.each([
    [['--application', 'vgg17'], 2, 'Allowed choices are'],
    [['--epochs', '0'], 2, 'whole number'],
    [['--learning-rate', 'fast'], 1, 'must be a positive number'],
    [['--test-share', '100'], 1, 'something must be learned'],
    [['--weights', 'random'], 1, 'needs --application'],
    [['--data', 'nowhere'], 1, 'there is no such file or folder'],
  ])('%j ends with code %d and an explanation', async (argv, code, message) => {
    const { code: actual, errors } = await listen(argv);
    expect(errors).toContain(message);
    expect(actual).toBe(code);
  });

  test('folders that are too small are explained', async () => {
    await expect(folderPictures(join(folder, 'colours'), 0.01)).rejects.toThrow(
      /too few pictures to learn from/,
    );
    await expect(folderPictures(join(folder, 'colours/red'), 0.5)).rejects.toThrow(/found 0/);
  });

  testWithMirror(
    'a real MobileNet as base learns the digits',
    'weights/mobilenet_v1_0.25_224/model.json',
    async () => {
      const { code, text } = await listen([
        '--epochs',
        '4',
        '--size',
        '64',
        '--learning-rate',
        '0.001',
      ]);
      expect(code).toBe(0);
      expect(text).toContain(
        'Base: MobileNet 0.25 with the weights of ImageNet, found on the mirror.',
      );
      expect(accuracy(text, 'before')).toBeLessThan(0.3);
      expect(accuracy(text, 'after')).toBeGreaterThan(0.9);
    },
  );
});
