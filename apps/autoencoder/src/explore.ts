import { takeImages, type Images } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import type { Functional } from '@ibexjs/models';
import { imagesFromTensor, type PixelData } from '@ibexjs/plot';
import * as tf from '@tensorflow/tfjs-core';
import type { Autoencoder } from './networks.js';
import { toTensor } from './train.js';

/** The model's output for some tensors, read back; the input is disposed of. */
async function predict(model: Functional, x: tf.Tensor): Promise<Float32Array> {
  const y = model.predict(x, { batchSize: 256, verbose: 0 }) as tf.Tensor;
  const values = (await y.data()) as Float32Array;
  tf.dispose([x, y]);
  return values;
}

/** Numbers as images of `edge` x `edge` pixels. */
async function toPixels(values: Float32Array, edge: number): Promise<PixelData[]> {
  const batch = tf.tensor3d(values, [values.length / (edge * edge), edge, edge]);
  try {
    return await imagesFromTensor(batch);
  } finally {
    tf.dispose(batch);
  }
}

/** The first test images, and what the autoencoder makes of them. */
export async function reconstruct(
  { autoencoder, imageShape }: Autoencoder,
  test: Images,
  count: number,
): Promise<{ originals: PixelData[]; reconstructions: PixelData[] }> {
  const shown = takeImages(
    test,
    Array.from({ length: Math.min(count, test.count) }, (_, i) => i),
  );
  return {
    originals: await toPixels(shown.pixels, shown.edge),
    reconstructions: await toPixels(
      await predict(autoencoder, toTensor(shown, imageShape)),
      shown.edge,
    ),
  };
}

/** The codes of all test images, one after the other. */
export function encode(
  { encoder, imageShape }: Autoencoder,
  images: Images,
): Promise<Float32Array> {
  return predict(encoder, toTensor(images, imageShape));
}

/**
 * Images of random codes. Each number of a code is that of a randomly chosen test image: numbers
 * as they occur, in combinations that nobody drew.
 */
export async function dream(
  { decoder, codeShape }: Autoencoder,
  codes: Float32Array,
  edge: number,
  count: number,
  seed: number,
): Promise<PixelData[]> {
  const size = codeShape.reduce((a, b) => a * b, 1);
  const random = new RandomGenerator(seed);
  const drawn = Float32Array.from({ length: count * size }, (_, i) => {
    const row = random.integer(codes.length / size);
    return codes[row * size + (i % size)]!;
  });
  return toPixels(await predict(decoder, tf.tensor(drawn, [count, ...codeShape])), edge);
}

/** What a decoder of two numbers draws over a grid: `steps` x `steps` images, top row first. */
export async function manifold(
  { decoder }: Autoencoder,
  edge: number,
  steps: number,
): Promise<PixelData[]> {
  const place = (i: number) => -2.4 + (4.8 * i) / (steps - 1);
  const codes = Array.from({ length: steps * steps }, (_, i) => [
    place(i % steps),
    place(steps - 1 - Math.floor(i / steps)),
  ]);
  return toPixels(await predict(decoder, tf.tensor2d(codes)), edge);
}
