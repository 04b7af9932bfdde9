import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { StateError, ValueError } from '@ibexjs/core';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { LabelBinarizer } from './label-binarizer.js';
import { LabelEncoder } from './label-encoder.js';
import { OneHotEncoder } from './one-hot-encoder.js';

const { binarizer, oneHot } = readFixture<{
  binarizer: { words: string[]; classes: string[]; rows: number[][]; two: number[][] };
  oneHot: { rows: number[][]; names: string[] };
}>(import.meta.url, '../../fixtures/preprocessing.json');

let before: number;
beforeEach(async () => {
  await useTestBackend('cpu');
  before = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(before));

test('LabelEncoder sorts the classes as NumPy does', () => {
  const encoder = new LabelEncoder<string>();
  const codes = encoder.fitTransform(binarizer.words);
  expect(encoder.classes).toEqual(binarizer.classes);
  expect(encoder.inverseTransform(codes)).toEqual(binarizer.words);
  expect(encoder.transform(['fig'])).toEqual(Int32Array.of(binarizer.classes.indexOf('fig')));
  expect([...new LabelEncoder<number>().fit([10, 9, 2]).classes]).toEqual([2, 9, 10]);
});

test('LabelEncoder refuses what it does not know', () => {
  expect(() => new LabelEncoder().classes).toThrow(StateError);
  const encoder = new LabelEncoder<string>().fit(['a', 'b']);
  expect(() => encoder.transform(['c'])).toThrow(/"c" was not among the labels .*: a, b/);
  expect(() => encoder.inverseTransform([2])).toThrow(ValueError);
  expect(() => new LabelEncoder().fit(['a', 1])).toThrow(/mixed/);
});

test('LabelBinarizer equals scikit-learn, there and back', async () => {
  const encoder = new LabelBinarizer<string>();
  const rows = encoder.fitTransform(binarizer.words);
  expect(await rows.array()).toEqual(binarizer.rows);
  expect(await encoder.inverseTransform(rows)).toEqual(binarizer.words);
  const two = new LabelBinarizer<number>({ negLabel: -1 });
  const column = two.fitTransform([3, 5, 3]);
  expect(await column.array()).toEqual(binarizer.two);
  expect(await two.inverseTransform(column)).toEqual([3, 5, 3]);
  await expect(two.inverseTransform(rows)).rejects.toThrow(/rows of 1 expected/);
  expect(() => new LabelBinarizer({ negLabel: 1 })).toThrow(ValueError);
  tf.dispose([rows, column]);
});

test('OneHotEncoder equals scikit-learn', async () => {
  const encoder = new OneHotEncoder().fit([
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'x'],
  ]);
  const rows = encoder.transform([
    ['c', 'y'],
    ['a', 'x'],
  ]);
  expect(await rows.array()).toEqual(oneHot.rows);
  expect(encoder.getFeatureNamesOut()).toEqual(oneHot.names);
  expect(encoder.getFeatureNamesOut(['letter'])[0]).toBe('letter_a');
  rows.dispose();
});

test('OneHotEncoder and unknown categories', async () => {
  expect(() => new OneHotEncoder().fit([['a']]).transform([['z']])).toThrow(/column 0: "z"/);
  expect(() => new OneHotEncoder().fit([['a'], ['a', 'b']])).toThrow(/row 1 has 2 columns/);
  const rows = new OneHotEncoder({ handleUnknown: 'ignore' })
    .fit([['a'], ['b']])
    .transform([['z']]);
  expect(await rows.array()).toEqual([[0, 0]]);
  rows.dispose();
});
