import { takeImages, type DigitImages, type Images } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import { toCategorical } from '@ibexjs/datasets';
import * as tf from '@tensorflow/tfjs-core';
import type { TaskName } from './settings.js';

/** What the network shall tell apart, and the images to learn it from. */
export interface Task {
  classes: readonly string[];
  train: Images;
  test: Images;
}

/** In the tutorial 6,000 others stand beside MNIST's 5,918 sixes. */
const OTHERS_PER_SIX = 6000 / 5918;

/** All ten digits, or six against the others: as many training images of either kind. */
export function makeTask(name: TaskName, { train, test }: DigitImages, seed: number): Task {
  if (name === 'digits') {
    return { classes: Array.from({ length: 10 }, (_, digit) => String(digit)), train, test };
  }
  const rows = Array.from(train.labels.keys());
  const sixes = rows.filter((row) => train.labels[row] === 6);
  const others = rows.filter((row) => train.labels[row] !== 6);
  const drawn = new RandomGenerator(seed)
    .shuffle(others)
    .slice(0, Math.round(sixes.length * OTHERS_PER_SIX));
  return {
    classes: ['not six', 'six'],
    train: isSix(takeImages(train, [...sixes, ...drawn])),
    test: isSix(test),
  };
}

function isSix(images: Images): Images {
  return { ...images, labels: images.labels.map((label) => Number(label === 6)) };
}

/** Images as a tensor [n, edge, edge, 1] and labels as one-hot rows; the caller disposes of them. */
export function toBatch(images: Images, classes: number): { x: tf.Tensor4D; y: tf.Tensor } {
  const { count, edge, pixels, labels } = images;
  return {
    x: tf.tensor4d(pixels, [count, edge, edge, 1]),
    y: toCategorical(labels, classes),
  };
}
