import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { camelCaseKeys, deferValues, type Variable } from '@ibexjs/core';
import { DepthwiseConv2D, Normalization, Rescaling, type Layer } from '@ibexjs/layers';
import { Sequential, type Functional } from '@ibexjs/models';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as applications from './index.js';
import { preprocessInput, type Application, type ApplicationOptions } from './index.js';

interface Outputs {
  /** Keras' name. */
  application: string;
  options: Record<string, unknown>;
  /** Height and width of the images. */
  size: number;
  /** Variance of the kernels, times the fan in and 3. */
  gain: number;
  largest: number;
  /** Which of the outputs are kept: every so manieth. */
  step: number;
  values: number[];
}

const fixture = readFixture<Outputs[]>(import.meta.url, '../fixtures/outputs.json');

const byKerasName = new Map(
  Object.entries(applications).map(([name, value]) => [name.toLowerCase(), value]),
);

// looked up once: in jest every look at a global takes a microsecond
const { imul, fround } = Math;

/** Numbers in [-1, 1) without a pattern, as tools/goldens/applications_outputs.py makes them. */
function scatter(size: number, seed: number): Float32Array {
  const values = new Float32Array(size);
  const start = imul(seed, 0x9e3779b9);
  for (let i = 0; i < size; i++) {
    let x = i + start;
    x = imul(x ^ (x >>> 16), 0x7feb352d);
    x = imul(x ^ (x >>> 15), 0x846ca68b);
    values[i] = ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
  }
  return values;
}

/** Like he initialization for kernels, near 1 for factors and variances, near 0 for the rest. */
function weightValues(
  { name, shape }: Variable,
  layer: Layer,
  seed: number,
  gain: number,
): Float32Array {
  if (shape.length === 0) return new Float32Array(1);
  const values = scatter(tf.util.sizeFromShape(shape), seed);
  if (shape.length > 1) {
    const isDepthwise = name === 'depthwise_kernel' || layer instanceof DepthwiseConv2D;
    const fanIn = tf.util.sizeFromShape(isDepthwise ? shape.slice(0, 2) : shape.slice(0, -1));
    const factor = fround(Math.sqrt(gain / fanIn));
    return values.map((x) => x * factor);
  }
  const isFactor = ['gamma', 'moving_variance', 'variance', 'variable'].includes(name);
  const [offset, factor] = isFactor ? [1, fround(0.3)] : [0, fround(0.1)];
  return values.map((x) => offset + fround(x * factor));
}

function leaves(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) => (layer instanceof Sequential ? leaves(layer.layers) : layer));
}

function setScatteredWeights(model: Functional, gain: number): void {
  let seed = 0;
  for (const layer of leaves(model.layers)) {
    for (const variable of layer.weights) {
      const values = weightValues(variable, layer, ++seed, gain);
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, variable.dtype)));
    }
  }
}

let before: number;
beforeAll(async () => {
  // the networks are too large for the cpu backend's plain loops
  await useTestBackend('wasm');
  before = tf.memory().numTensors;
});
afterAll(() => expect(tf.memory().numTensors).toBe(before));

test.each(fixture)('$application $options computes what it does in Keras', async (expected) => {
  const { application, options, size, gain, step, values, largest } = expected;
  const build = byKerasName.get(application.toLowerCase()) as Application;
  const settings: ApplicationOptions = {
    weights: null,
    includeTop: false,
    pooling: 'avg',
    inputShape: [size, size, 3],
    ...camelCaseKeys(options),
  };
  const model = await deferValues(() => build(settings));
  setScatteredWeights(model, gain);
  const scales = model.layers.some(
    (layer) => layer instanceof Rescaling || layer instanceof Normalization,
  );
  const pixels = scatter(2 * size * size * 3, 900).map((x) => fround(x + 1) * 127.5);
  const given = scales ? pixels : preprocessInput(pixels, { mode: 'tf' });
  const images = tf.tensor4d(given, [2, size, size, 3]);
  const outputs = model.predict(images) as tf.Tensor;
  const computed = (await outputs.data()).filter((_, i) => i % step === 0);
  // a hundred layers deep, sums in another order differ by more than the 1e-5 of one layer
  const worst = Math.max(...values.map((value, i) => Math.abs(value - computed[i]!)));
  expect(computed).toHaveLength(values.length);
  expect(worst / largest).toBeLessThan(1e-4);
  tf.dispose([images, outputs]);
  model.dispose();
});
