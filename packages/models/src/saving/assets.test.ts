import { readFileSync } from 'node:fs';

import { FormatError } from '@ibexjs/core';
import { Hdf5File, ZipArchive, writeZip } from '@ibexjs/formats';
import { input, textVectorization } from '@ibexjs/layers';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { loadModel, model, type Model } from '../index.js';

beforeAll(() => useTestBackend('cpu'));

interface Golden {
  inputs: Record<'texts' | 'words' | 'numbers', (string | number)[][]>;
  outputs: Record<string, { shape: number[]; values: number[] }>;
}
const golden = readFixture<Golden>(import.meta.url, '../../fixtures/words.json');
const { texts, words, numbers } = golden.inputs;

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/words-${name}.keras`, import.meta.url)));

const inputs = {
  text: () => tf.tensor(texts, undefined, 'string'),
  'tf-idf': () => tf.tensor(texts, undefined, 'string'),
  strings: () => tf.tensor(words, undefined, 'string'),
  integers: () => tf.tensor(numbers, undefined, 'int32'),
};
const CASES = Object.keys(inputs) as (keyof typeof inputs)[];

function expectGolden(net: Model, name: keyof typeof inputs): void {
  const y = net.predictOnBatch(inputs[name]()) as tf.Tensor;
  const { shape, values } = golden.outputs[name]!;
  expect(y.shape).toEqual(shape);
  y.dataSync().forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 6));
}

async function bytesOf(net: Model): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  await net.save((written) => {
    bytes = new Uint8Array(written);
  });
  return bytes;
}

test.each(CASES)('the vocabulary that Keras keeps beside the config: %s', async (name) => {
  const net = await loadModel(fixture(name));
  expectGolden(net, name);
  expectGolden(await loadModel(await bytesOf(net)), name);
});

test('weights of words stand where Keras looks for them', async () => {
  const layer = textVectorization({ outputMode: 'tf_idf' });
  await layer.adapt(texts.flat() as string[]);
  const x = input({ shape: [1], dtype: 'string' });
  const bytes = await bytesOf(model({ inputs: x, outputs: layer.apply(x) }));
  const weights = (file: Uint8Array) =>
    new Hdf5File(new ZipArchive(file).read('model.weights.h5')).names.filter((name) =>
      name.includes('idf'),
    );
  expect(weights(bytes)).toEqual(weights(fixture('tf-idf')));
});

test.each<[string, string, RegExp]>([
  ['words that stand twice', 'a\nb\na', /vocabulary\.txt.*"a" twice/],
  ['no words', '', /vocabulary\.txt.*empty/],
])('a vocabulary of %s is refused', async (_, text, message) => {
  const archive = new ZipArchive(fixture('text'));
  const entries = archive.names.map((name): [string, Uint8Array] => [
    name,
    name.endsWith('vocabulary.txt') ? new TextEncoder().encode(text) : archive.read(name),
  ]);
  const loading = loadModel(writeZip(entries));
  await expect(loading).rejects.toThrow(FormatError);
  await expect(loading).rejects.toThrow(message);
});

test('numbers that are none are refused', async () => {
  const archive = new ZipArchive(fixture('integers'));
  const entries = archive.names.map((name): [string, Uint8Array] => [
    name,
    name.endsWith('vocabulary.txt') ? new TextEncoder().encode('-1\nseven') : archive.read(name),
  ]);
  await expect(loadModel(writeZip(entries))).rejects.toThrow(/"seven".*no whole number/);
});
