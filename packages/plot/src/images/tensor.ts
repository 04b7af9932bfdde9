import { ShapeError } from '@ibexjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { PixelData } from './raster.js';

/**
 * The images of a batch, read from the device without blocking.
 *
 * @param batch shape `[images, height, width]` or `[images, height, width, channels]`; it stays
 *   the caller's
 *
 * @example
 * console.log(imageGrid(await imagesFromTensor(xTest)).toTerminal());
 *
 * @throws ShapeError when the tensor has another rank
 */
export async function imagesFromTensor(batch: Tensor): Promise<PixelData[]> {
  if (batch.rank !== 3 && batch.rank !== 4) {
    throw new ShapeError(
      `imagesFromTensor: expected [images, height, width] or [images, height, width, channels]; received shape [${batch.shape.join(', ')}].`,
    );
  }
  const [count = 0, height = 0, width = 0, channels = 1] = batch.shape;
  const data = await batch.data();
  const size = height * width * channels;
  return Array.from({ length: count }, (_, i) => ({
    data: data.subarray(i * size, (i + 1) * size),
    width,
    height,
    channels,
  }));
}
