import { beforeAll, expect, test } from '@jest/globals';
import { useTestBackend } from '@ibexjs/testing';
import * as tfl from '@tensorflow/tfjs-layers';

import { input, layers, loadLayersModel, model, sequential, tf, type Model } from './index.js';

beforeAll(() => useTestBackend('cpu'));

/** What a handler was given, for the other library. */
async function artifactsOf(save: (handler: tf.io.IOHandler) => Promise<unknown>) {
  let kept: tf.io.ModelArtifacts = {};
  await save(
    tf.io.withSaveHandler((artifacts) => {
      kept = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  return tf.io.fromMemory(kept);
}

// tfjs' orthogonal initializer needs methods that this test does not load
const plain = { recurrentInitializer: 'glorotUniform' } as const;

const images = () =>
  sequential({
    layers: [
      layers.conv2d({ filters: 3, kernelSize: 2, activation: 'relu', inputShape: [6, 6, 2] }),
      layers.batchNormalization(),
      layers.depthwiseConv2d({ kernelSize: 2 }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });

const texts = () =>
  sequential({
    layers: [
      layers.bidirectional({ layer: layers.lstm({ units: 2, ...plain }), inputShape: [6, 6] }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 2 }),
    ],
  });

const graph = () => {
  const x = input({ shape: [6, 6] });
  const inner = texts();
  const y = layers.concatenate().apply([inner.apply(x), layers.flatten().apply(x)]);
  return model({ inputs: x, outputs: layers.dense({ units: 3 }).apply(y) });
};

const close = async (ours: tf.Tensor, theirs: tf.Tensor) => {
  const [a, b] = await Promise.all([ours.data(), theirs.data()]);
  a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 5));
};

test.each<[string, () => Model, number[]]>([
  ['of images', images, [2, 6, 6, 2]],
  ['of texts', texts, [2, 6, 6]],
  ['as a graph', graph, [2, 6, 6]],
])('tfjs-layers loads a model %s', async (_, make, shape) => {
  const net = make();
  const theirs = await tfl.loadLayersModel(await artifactsOf((handler) => net.save(handler)));
  const x = tf.randomUniform(shape, -1, 1, 'float32', 1);
  await close(net.predict(x) as tf.Tensor, theirs.predict(x) as tf.Tensor);
});

test('a model of tfjs-layers is loaded', async () => {
  const theirs = tfl.sequential({
    layers: [
      tfl.layers.conv1d({ filters: 3, kernelSize: 2, inputShape: [6, 4] }),
      tfl.layers.gru({ units: 3, returnSequences: true, ...plain }),
      tfl.layers.bidirectional({
        layer: tfl.layers.lstm({ units: 2, ...plain }),
        mergeMode: 'concat',
      }),
      tfl.layers.batchNormalization(),
      tfl.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const net = await loadLayersModel(await artifactsOf((handler) => theirs.save(handler)));
  const x = tf.randomUniform([2, 6, 4], -1, 1, 'float32', 1);
  await close(net.predict(x) as tf.Tensor, theirs.predict(x) as tf.Tensor);
});
