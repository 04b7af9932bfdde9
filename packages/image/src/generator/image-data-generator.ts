import { checkOptions, RandomGenerator, ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { readNumbers, type ImageArray, type NumbersInput } from '../image-array.js';
import { ArrayFlow, type ArrayFlowOptions, type FlowImages } from './array-flow.js';
import {
  openDirectoryFlow,
  type DirectoryFlow,
  type DirectoryFlowOptions,
} from './directory-flow.js';
import { readOptions, type GeneratorSettings, type ImageDataGeneratorOptions } from './options.js';
import { channelMeans, channelOf, deviationOf, meanOf } from './statistics.js';
import { drawTransform, transformImage, type TransformParameters } from './transform.js';
import { whiten, whiteningMatrix } from './whitening.js';

export interface FitOptions {
  /** Learn from randomly transformed images. Default: false. */
  augment?: boolean;
  /** How many random versions of each image then. Default: 1. */
  rounds?: number;
  /** Of those. Default: the next process-wide seed. */
  seed?: number;
}

/**
 * Batches of images that are turned, moved, stretched and coloured at random, and normalized:
 * Keras' `ImageDataGenerator`, all of its options, with Keras' numbers for given parameters. What is
 * random is drawn from Ibex's generator: the same seed gives the same images everywhere.
 *
 * Single images are `ImageArray`s, numbers in JavaScript's memory; batches are tensors.
 *
 * @throws UnknownOptionError, ValueError for options that cannot be
 * @example
 * const generator = new ImageDataGenerator({ rotationRange: 20, horizontalFlip: true });
 * await model.fit(generator.flow(x, y, { batchSize: 32 }), { epochs: 10 });
 */
export class ImageDataGenerator {
  readonly settings: GeneratorSettings;
  /** What `fit` learned: mean and deviation of each channel, and the matrix of whitening. */
  mean: Float64Array | null = null;
  std: Float64Array | null = null;
  zcaWhiteningMatrix: Float64Array | null = null;
  private random: RandomGenerator | null = null;
  private hasWarned = false;

  constructor(options: ImageDataGeneratorOptions = {}) {
    this.settings = readOptions(options);
  }

  /**
   * Learns mean, deviation and whitening from images (n, height, width, channels), after `rescale`.
   * Needed for `featurewiseCenter`, `featurewiseStdNormalization` and `zcaWhitening` alone.
   *
   * @throws ShapeError unless there are four dimensions
   */
  async fit(x: NumbersInput, options: FitOptions = {}): Promise<void> {
    checkOptions('ImageDataGenerator.fit', options, ['augment', 'rounds', 'seed']);
    const { augment = false, rounds = 1, seed } = options;
    const { settings } = this;
    const { data, shape } = await readNumbers('ImageDataGenerator.fit', x, 4);
    const { rescale } = settings;
    if (rescale) for (let i = 0; i < data.length; i++) data[i]! *= rescale;
    const imageShape = shape.slice(1) as [number, number, number];
    const values = augment
      ? this.augmented(data, imageShape, rounds, new RandomGenerator(seed))
      : data;
    const first = settings.dataFormat === 'channels_first';
    const channels = imageShape[first ? 0 : 2];
    const of = channelOf(imageShape, first);
    if (settings.featurewiseCenter) {
      const mean = channelMeans(values, channels, of, (value) => value);
      this.mean = mean;
      for (let i = 0; i < values.length; i++) values[i]! -= mean[of(i)]!;
    }
    if (settings.featurewiseStdNormalization) {
      const means = channelMeans(values, channels, of, (value) => value);
      const square = (value: number, channel: number) => (value - means[channel]!) ** 2;
      const std = channelMeans(values, channels, of, square).map(Math.sqrt);
      this.std = std;
      for (let i = 0; i < values.length; i++) values[i]! /= std[of(i)]! + 1e-6;
    }
    if (settings.zcaWhitening) {
      const size = imageShape[0] * imageShape[1] * imageShape[2];
      const rows = { data: values, count: values.length / size, size };
      this.zcaWhiteningMatrix = whiteningMatrix(rows, settings.zcaEpsilon);
    }
  }

  private augmented(
    data: Float32Array,
    shape: [number, number, number],
    rounds: number,
    random: RandomGenerator,
  ): Float32Array {
    const size = shape[0] * shape[1] * shape[2];
    const out = new Float32Array(rounds * data.length);
    for (let at = 0; at < out.length; at += size) {
      const from = at % data.length;
      const image = { data: data.subarray(from, from + size), shape };
      const parameters = drawTransform(this.settings, shape, random);
      out.set(transformImage(image, parameters, this.settings).data, at);
    }
    return out;
  }

  /**
   * Random parameters for an image of that shape.
   * @param seed gives the same parameters again; without one, each call gives others
   */
  getRandomTransform(shape: readonly number[], seed?: number): TransformParameters {
    this.random ??= new RandomGenerator();
    const random = seed === undefined ? this.random : new RandomGenerator(seed);
    return drawTransform(this.settings, shape, random);
  }

  /** The image transformed as the parameters say. */
  applyTransform(image: ImageArray, parameters: TransformParameters): ImageArray {
    checkOptions('applyTransform', parameters, PARAMETERS);
    return transformImage(image, parameters, this.settings);
  }

  /** The image transformed at random. */
  randomTransform(image: ImageArray, seed?: number): ImageArray {
    return this.applyTransform(image, this.getRandomTransform(image.shape, seed));
  }

  /**
   * The image preprocessed, rescaled, centred, divided and whitened, as the options say. The image
   * that was given stays as it is.
   *
   * @throws ShapeError when `preprocessingFunction` gives another shape
   */
  async standardize(image: ImageArray): Promise<ImageArray> {
    const { settings } = this;
    const data = (await this.preprocess(image)).slice();
    const change = (by: (value: number, index: number) => number) => {
      for (let i = 0; i < data.length; i++) data[i] = by(data[i]!, i);
    };
    const { rescale } = settings;
    if (rescale) change((value) => value * rescale);
    if (settings.samplewiseCenter) {
      const mean = meanOf(data);
      change((value) => value - mean);
    }
    if (settings.samplewiseStdNormalization) {
      const deviation = deviationOf(data) + 1e-6;
      change((value) => value / deviation);
    }
    const of = channelOf(image.shape, settings.dataFormat === 'channels_first');
    const { mean, std, zcaWhiteningMatrix } = this;
    if (settings.featurewiseCenter && this.isFitted(mean)) {
      change((value, i) => value - mean[of(i)]!);
    }
    if (settings.featurewiseStdNormalization && this.isFitted(std)) {
      change((value, i) => value / (std[of(i)]! + 1e-6));
    }
    if (!settings.zcaWhitening || !this.isFitted(zcaWhiteningMatrix)) {
      return { data, shape: image.shape };
    }
    if (zcaWhiteningMatrix.length !== data.length ** 2) {
      throw new ShapeError(
        `ImageDataGenerator: it was fitted to other images than those of shape [${image.shape.join(', ')}].`,
      );
    }
    return { data: whiten(data, zcaWhiteningMatrix), shape: image.shape };
  }

  private async preprocess({ data, shape }: ImageArray): Promise<Float32Array> {
    const { preprocessingFunction } = this.settings;
    if (!preprocessingFunction) return data;
    const result = tf.tidy(() => preprocessingFunction(tf.tensor3d(data.slice(), [...shape])));
    try {
      if (!tf.util.arraysEqual(result.shape, [...shape])) {
        throw new ShapeError(
          `ImageDataGenerator: preprocessingFunction must keep the shape [${shape.join(', ')}]; it gave [${result.shape.join(', ')}].`,
        );
      }
      return Float32Array.from(await result.data());
    } finally {
      result.dispose();
    }
  }

  private isFitted(learned: Float64Array | null): learned is Float64Array {
    if (learned) return true;
    if (!this.hasWarned) {
      this.hasWarned = true;
      console.warn(
        'ImageDataGenerator: its options ask for the mean, deviation or whitening of the data, but ' +
          'fit was not called. Call `await generator.fit(images)` first.',
      );
    }
    return false;
  }

  /**
   * Batches of transformed versions of images that are in memory.
   *
   * @param x images (n, height, width, channels), or [images, others that go along]
   * @param y labels, n of them
   * @throws ShapeError when numbers of samples differ; ValueError for wrong options
   */
  flow(x: FlowImages, y?: NumbersInput | null, options: ArrayFlowOptions = {}): ArrayFlow {
    return new ArrayFlow(this, x, y ?? null, options);
  }

  /**
   * Batches of transformed versions of pictures in a folder that has a folder for each class.
   *
   * @throws FileError when the folder cannot be read; ValueError for wrong options
   */
  flowFromDirectory(directory: string, options: DirectoryFlowOptions = {}): Promise<DirectoryFlow> {
    return openDirectoryFlow(this, directory, options);
  }
}

const PARAMETERS = [
  'theta',
  'tx',
  'ty',
  'shear',
  'zx',
  'zy',
  'flipHorizontal',
  'flipVertical',
  'channelShiftIntensity',
  'brightness',
];
