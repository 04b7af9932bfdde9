import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import { beforeAll, expect } from '@jest/globals';
import { loadLayersModel } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';

import { decodePredictions, mobileNet } from './index.js';

beforeAll(() => useTestBackend('wasm'));

const SIDE = 224;
/** The two best classes of the pattern, and their probabilities, as Keras has them. */
const CLASSES = [904, 489];
const PROBABILITIES = [0.42122287, 0.18390757];

testWithMirror(
  'the published weights of MobileNet 0.25 fit, and see what Keras sees',
  'weights/mobilenet_v1_0.25_224/model.json',
  async (path) => {
    const published = await loadLayersModel(path);
    const net = await mobileNet({ alpha: 0.25, weights: null });
    const weights = published.getWeights();
    net.setWeights(weights);
    const pattern = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7919) % 255);
    const inputs = tf.tensor(mobileNet.preprocessInput(pattern), [1, SIDE, SIDE, 3]);
    const outputs = net.predict(inputs) as tf.Tensor;
    const [best] = await decodePredictions(outputs, { top: 2 });
    expect(best!.map(({ index }) => index)).toEqual(CLASSES);
    expect(best!.map(({ score }) => score)).toEqual(
      PROBABILITIES.map((probability): unknown => expect.closeTo(probability, 4)),
    );
    tf.dispose([inputs, outputs, weights]);
    net.dispose();
    published.dispose();
  },
);
