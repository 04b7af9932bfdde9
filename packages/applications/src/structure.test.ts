import { createHash } from 'node:crypto';

import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { camelCaseKeys, deferValues, resetUids } from '@ibexjs/core';
import type { Functional } from '@ibexjs/models';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as applications from './index.js';
import type { Application, ApplicationOptions } from './index.js';

interface Structure {
  /** Keras' name. */
  application: string;
  options: Record<string, unknown>;
  name: string;
  parameters: number;
  trainable: number;
  layers: number;
  weights: number;
  output: (number | null)[];
  /** Beginning of the hash of all names and shapes. */
  sha256: string;
}

const fixture = readFixture<Structure[]>(import.meta.url, '../fixtures/structure.json');

const byKerasName = new Map(
  Object.entries(applications).map(([name, value]) => [name.toLowerCase(), value]),
);

/** Without values for the weights: only names and shapes matter. */
async function make({ application, options }: Structure): Promise<Functional> {
  const build = byKerasName.get(application.toLowerCase()) as Application;
  const given: ApplicationOptions = { weights: null, ...camelCaseKeys(options) };
  resetUids();
  return deferValues(() => build(given));
}

function linesOf(model: Functional): string[] {
  return model.layers.flatMap((layer) => [
    `layer ${layer.getClassName()} ${layer.name}`,
    ...layer.weights.map(({ name, shape }) => `weight ${name} ${shape.join(',')}`),
  ]);
}

const sum = (list: readonly { shape: number[] }[]) =>
  list.reduce((total, { shape }) => total + tf.util.sizeFromShape(shape), 0);

beforeAll(() => useTestBackend('cpu'));

let model: Functional | undefined;
afterEach(() => {
  model?.dispose();
  model = undefined;
});

test.each(fixture)('$application $options is made of the same as in Keras', async (expected) => {
  model = await make(expected);
  expect({
    name: model.name,
    parameters: model.countParams(),
    trainable: sum(model.trainableWeights),
    layers: model.layers.length,
    weights: model.weights.length,
    output: model.outputShapes[0],
  }).toEqual({
    name: expected.name,
    parameters: expected.parameters,
    trainable: expected.trainable,
    layers: expected.layers,
    weights: expected.weights,
    output: expected.output,
  });
  const hash = createHash('sha256').update(linesOf(model).join('\n')).digest('hex');
  expect(hash.slice(0, 16)).toBe(expected.sha256);
});

test('there are 40 applications', () => {
  const made = [...byKerasName.values()].filter((value) => 'inputSize' in value);
  expect(made).toHaveLength(40);
  expect(new Set(fixture.map(({ application }) => application)).size).toBe(40);
});
