import { takeImages, type DigitImages, type Interruption } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import { toCategorical } from '@ibexjs/datasets';
import { adam } from '@ibexjs/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { makeAutoencoder, makeClassifier, type Autoencoder } from './networks.js';
import type { Settings } from './settings.js';
import { toTensor } from './train.js';

/** Test accuracy of two classifiers of one shape, from a few labelled images. */
export interface Comparison {
  labels: number;
  /** Starting from the trained encoder. */
  pretrained: number;
  /** Starting from random weights. */
  fromScratch: number;
}

const EPOCHS = 60;

/**
 * What pretraining is worth: the encoder has seen every training image, though no label; on top of
 * it, and on top of a fresh one, a classifier learns from a few labels.
 */
export async function compareClassifiers(
  trained: Autoencoder,
  images: DigitImages,
  settings: Settings,
  interruption: Interruption,
): Promise<Comparison> {
  const labels = Math.min(settings.labels, images.train.count);
  const rows = new RandomGenerator(settings.seed)
    .permutation(images.train.count)
    .subarray(0, labels);
  const few = { ...images, train: takeImages(images.train, rows) };
  const fresh = makeAutoencoder(settings.variant, images.train.edge);
  try {
    return {
      labels,
      fromScratch: await accuracyOf(fresh, few, interruption),
      pretrained: await accuracyOf(trained, few, interruption),
    };
  } finally {
    fresh.autoencoder.dispose();
  }
}

async function accuracyOf(
  parts: Autoencoder,
  { train, test }: DigitImages,
  interruption: Interruption,
): Promise<number> {
  const classifier = makeClassifier(parts);
  classifier.compile({
    loss: 'categoricalCrossentropy',
    optimizer: adam(),
    metrics: ['accuracy'],
  });
  const tensors = {
    x: toTensor(train, parts.imageShape),
    y: toCategorical(train.labels, 10),
    xTest: toTensor(test, parts.imageShape),
    yTest: toCategorical(test.labels, 10),
  };
  try {
    await classifier.fit(tensors.x, tensors.y, {
      epochs: EPOCHS,
      batchSize: 32,
      verbose: 0,
      signal: interruption.signal,
    });
    const { accuracy } = await classifier.evaluate(tensors.xTest, tensors.yTest, {
      batchSize: 256,
      verbose: 0,
      returnDict: true,
    });
    return accuracy!;
  } finally {
    tf.dispose(tensors);
  }
}
