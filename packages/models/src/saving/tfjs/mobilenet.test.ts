import { readFileSync } from 'node:fs';

import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import { beforeAll, expect } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { loadLayersModel } from '../../index.js';

beforeAll(() => useTestBackend('wasm'));

interface Golden {
  classes: number[];
  probabilities: number[];
}

const SIDE = 224;

testWithMirror(
  'the published MobileNet 0.25 computes what it computes in Keras',
  'weights/mobilenet_v1_0.25_224/model.json',
  async (path) => {
    const net = await loadLayersModel(path);
    expect(net.weights).toHaveLength(137);
    const golden = JSON.parse(
      readFileSync(new URL('../../../fixtures/mobilenet.json', import.meta.url), 'utf8'),
    ) as Golden;
    const pattern = Float32Array.from(
      { length: SIDE * SIDE * 3 },
      (_, i) => ((i * 7919) % 255) / 127.5 - 1,
    );
    const outputs = tf.tidy(() => net.apply(tf.tensor(pattern, [1, SIDE, SIDE, 3])).dataSync());
    golden.classes.forEach((index, i) =>
      // 27 convolutions in single precision
      expect(Math.abs(outputs[index]! - golden.probabilities[i]!)).toBeLessThan(1e-5),
    );
    net.dispose();
  },
);
