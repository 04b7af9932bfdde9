import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryConsole, writeCard } from '@ibexjs-apps/kit';
import { resetConfig, setDatasetsMirror } from '@ibexjs/core';
import { encodeImg, createImg } from '@ibexjs/image';
import { dense, globalAveragePooling2d } from '@ibexjs/layers';
import { sequential } from '@ibexjs/models';
import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { imageClassify } from './app.js';
import { classify } from './classify.js';
import { plumbing } from './network.js';
import { findPictures } from './pictures.js';

let folder: string;
let colours: string;
beforeAll(async () => {
  await useTestBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'ibex-classify-'));
  colours = await saveColourModel();
  for (const [name, colour] of Object.entries({ a: [250, 10, 10], b: [10, 10, 250] })) {
    const data = Uint8Array.from({ length: 20 * 30 * 3 }, (_, i) => colour[i % 3]!);
    await writeFile(
      join(folder, `${name}.png`),
      await encodeImg(createImg(data, 30, 20, 3), 'png'),
    );
  }
});
afterEach(() => resetConfig());
afterAll(() => rm(folder, { recursive: true }));

/** A model that tells red from blue, saved as fine-tune saves its own. */
async function saveColourModel(): Promise<string> {
  const net = sequential({
    layers: [
      globalAveragePooling2d({ inputShape: [8, 8, 3] }),
      dense({ units: 2, activation: 'softmax', useBias: false, name: 'classes' }),
    ],
  });
  net.getLayer('classes').setWeights([tf.tensor2d([9, -9, 0, 0, -9, 9], [3, 2])]);
  const path = join(folder, 'colours.keras');
  await net.save(path);
  net.dispose();
  await writeCard(path, { classes: ['red', 'blue'], imageSize: [8, 8], preprocess: 'tf' });
  return path;
}

async function listen(argv: string[]) {
  const console = new MemoryConsole();
  const code = await imageClassify([...argv, '--backend', 'wasm'], console);
  return {
    code,
    out: console.output,
    text: console.output.join('\n'),
    errors: console.errors.join('\n'),
  };
}

interface Told {
  network: string;
  pictures: {
    file: string;
    error?: string;
    predictions?: { name: string; probability: number }[];
  }[];
}

describe('image-classify', () => {
  test('a model of one’s own, on a folder: bars', async () => {
    const { code, out, text } = await listen([folder, '--model', colours]);
    expect(code).toBe(0);
    expect(out[0]).toBe('Data: 2 pictures, as asked for.');
    expect(out[1]).toMatch(/knows 2 classes/);
    expect(text).toMatch(/a\.png\n {2}red {3}█{24} {2}1\.0000\n {2}blue {2}·{24} {2}0\.0000/);
    expect(text).toMatch(/b\.png\n {2}blue/);
  });

  test('JSON on standard output alone; what cannot be read is told, the rest is done', async () => {
    const broken = join(folder, 'broken.jpg');
    await writeFile(broken, 'no picture');
    const { code, text, errors } = await listen([
      folder,
      '--model',
      colours,
      '--json',
      '--top',
      '1',
    ]);
    const told = JSON.parse(text) as Told;
    expect(told.pictures.map(({ predictions }) => predictions?.[0]?.name)).toEqual([
      'red',
      'blue',
      undefined,
    ]);
    expect(told.pictures[2]!.error).toMatch(/broken.jpg: This is no picture/);
    expect(code).toBe(1);
    expect(errors).toContain('1 of 3 pictures could not be read');
    await rm(broken);
  });

  testWithMirror(
    'an application with random weights, and a report with heat maps',
    'imagenet/imagenet_class_index.json',
    async () => {
      const report = join(folder, 'report.html');
      const { code, text } = await listen([
        ...[join(folder, 'a.png'), '--application', 'mobileNetV3Small', '--weights', 'random'],
        ...['--json', '--top', '2', '--report', report, '--seed', '3'],
      ]);
      expect(code).toBe(0);
      expect((JSON.parse(text) as Told).pictures[0]!.predictions).toHaveLength(2);
      const html = await readFile(report, 'utf8');
      expect(html).toContain('where it saw');
      expect(html).toContain('its answers mean nothing');
    },
  );

  test('neither pictures nor network: digits, and a demonstration of the plumbing', async () => {
    setDatasetsMirror(folder); // which has neither
    const network = plumbing('no network');
    expect(network.described).toMatch(/mean nothing.*plumbing.*not at hand: no network/);
    const { list, described } = await findPictures([]);
    expect(described).toMatch(/^10 handwritten digits \(8x8\) shipped/);
    const options = { top: 3, kept: 1, heatMap: true, interruption: { requested: false } };
    const { answers } = await classify(list, network, options);
    expect(answers).toHaveLength(10);
    expect(answers[0]!.guesses).toHaveLength(3);
    expect(answers[0]!.heat!.width).toBe(32);
    expect(answers[1]!.heat).toBeUndefined();
    network.model.dispose();
  });

  test.each([
    [['--application', 'vgg17'], 2, 'Allowed choices are'],
    [['--aplication', 'vgg16'], 2, "unknown option '--aplication'"],
    [['--application', 'vgg16', '--model', 'x.keras'], 2, 'cannot be used with'],
    [['nowhere'], 1, 'there is no such file or folder'],
    [['--model', 'nowhere.keras'], 1, 'It says which classes nowhere.keras knows'],
    [['--weights', 'random'], 1, 'needs --application'],
  ])('%j ends with code %d and an explanation', async (argv, code, message) => {
    setDatasetsMirror('');
    const { code: actual, errors } = await listen(argv);
    expect(errors).toContain(message);
    expect(actual).toBe(code);
  });

  testWithMirror(
    'strawberries, with the probabilities that Keras has recorded',
    'weights/mobilenet_v1_0.25_224/model.json',
    async () => {
      const { code, out, text } = await listen(['--json']);
      expect(code).toBe(0);
      expect(out).toHaveLength(1);
      const best: Record<string, [string, number]> = Object.fromEntries(
        (JSON.parse(text) as Told).pictures.map(({ file, predictions }) => [
          /(\w+)\.jpeg$/.exec(file)![1]!,
          [predictions![0]!.name, Number(predictions![0]!.probability.toFixed(3))],
        ]),
      );
      expect(best).toEqual({
        strawberry_1157: ['strawberry', 0.911],
        strawberry_1174: ['strawberry', 0.339],
        strawberry_1189: ['strawberry', 0.978],
        apricot_565: ['spaghetti squash', 0.298],
        apricot_696: ['rubber eraser', 0.201],
        apricot_787: ['lemon', 0.204],
      });
    },
  );
});
