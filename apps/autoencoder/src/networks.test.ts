import { useTestBackend } from '@ibexjs/testing';
import { beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { makeAutoencoder, makeClassifier } from './networks.js';
import { Sampling } from './sampling.js';

beforeEach(async () => {
  await useTestBackend('cpu');
});

describe('networks', () => {
  test.each([
    ['dense', 50_992, [784], [32]],
    ['conv', 3_217, [28, 28, 1], [7, 7, 8]],
    ['variational', 404_244, [784], [2]],
  ] as const)('%s has %d parameters', (variant, parameters, imageShape, codeShape) => {
    const parts = makeAutoencoder(variant, 28);
    expect(parts.autoencoder.countParams()).toBe(parameters);
    expect(parts.imageShape).toEqual(imageShape);
    expect(parts.codeShape).toEqual(codeShape);
    expect(parts.decoder.outputs[0]!.shape).toEqual([null, ...imageShape]);
    parts.autoencoder.dispose();
  });

  test('the three models share their layers', () => {
    const { autoencoder, encoder, decoder } = makeAutoencoder('dense', 8);
    expect(encoder.getLayer('code')).toBe(autoencoder.getLayer('code'));
    expect(decoder.getLayer('pixels')).toBe(autoencoder.getLayer('pixels'));
    const classifier = makeClassifier({ encoder } as ReturnType<typeof makeAutoencoder>);
    expect(classifier.getLayer('code')).toBe(encoder.getLayer('code'));
    autoencoder.dispose();
  });
});

describe('Sampling', () => {
  test('gives the mean in inference, draws around it in training', async () => {
    const layer = new Sampling({ pixels: 4 });
    const mean = tf.tensor2d([[3, -3]]);
    const logVariance = tf.tensor2d([[-20, 0]]);
    const still = layer.apply<tf.Tensor>([mean, logVariance]);
    expect(Array.from(await still.data())).toEqual([3, -3]);
    const drawn = layer.apply<tf.Tensor>([mean, logVariance], { training: true });
    const [narrow, wide] = await drawn.data();
    expect(narrow).toBeCloseTo(3, 3);
    expect(wide).not.toBeCloseTo(-3, 3);
    tf.dispose([mean, logVariance, still, drawn]);
  });
});
