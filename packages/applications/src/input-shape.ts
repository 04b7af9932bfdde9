import { ShapeError, ValueError } from '@ibexjs/core';
import type { Shape } from '@ibexjs/layers';

import type { Settings } from './options.js';

/** What an application expects of its images. */
export interface InputRules {
  /** Height and width of the images that it was trained on. */
  defaultSize: number;
  /** Least height and width that it can work on. */
  minSize: number;
}

/**
 * [height, width, channels] of the images that a model takes: the given one, checked, or the default.
 *
 * @throws ShapeError for images that are too small, not colour where ImageNet's weights want it, or
 *   of unknown size where the classifier needs to know it
 */
export function resolveInputShape(
  where: string,
  { inputShape, weights, includeTop }: Pick<Settings, 'inputShape' | 'weights' | 'includeTop'>,
  { defaultSize, minSize }: InputRules,
): Shape {
  const isImagenet = weights === 'imagenet';
  if (inputShape !== null && inputShape.length !== 3) {
    throw new ShapeError(
      `${where}: inputShape is [height, width, channels]; received [${show(inputShape)}].`,
    );
  }
  if (isImagenet && includeTop) {
    const native = [defaultSize, defaultSize, 3];
    if (inputShape === null || String(inputShape) === String(native)) return native;
    throw new ShapeError(
      `${where}: with the classifier of ImageNet, inputShape must be [${show(native)}]; received [${show(inputShape)}]. Other sizes go with includeTop: false.`,
    );
  }
  if (inputShape === null) return includeTop ? [defaultSize, defaultSize, 3] : [null, null, 3];
  if (isImagenet && inputShape[2] !== 3) {
    throw new ShapeError(
      `${where}: the weights of ImageNet are for 3 channels; received inputShape [${show(inputShape)}].`,
    );
  }
  checkSize(where, inputShape, minSize);
  if (includeTop && inputShape.includes(null)) {
    throw new ShapeError(
      `${where}: the classifier needs images of a known size; received inputShape [${show(inputShape)}].`,
    );
  }
  return inputShape;
}

/** @throws ShapeError for images that are smaller than `minSize` on a side */
export function checkSize(where: string, inputShape: Shape, minSize: number): void {
  if (inputShape.slice(0, 2).every((size) => size === null || size >= minSize)) return;
  throw new ShapeError(
    `${where} takes images of at least ${minSize}x${minSize}; received inputShape [${show(inputShape)}].`,
  );
}

function show(shape: Shape): string {
  return shape.map((size) => size ?? 'null').join(', ');
}

/** @throws ValueError where two settings contradict each other */
export function checkSettings(where: string, settings: Settings): void {
  const { weights, includeTop, classes, classifierActivation: activation } = settings;
  if (!includeTop || weights === null) return;
  if (weights === 'imagenet' && classes !== 1000) {
    throw new ValueError(
      `${where}: the classifier of ImageNet has 1000 classes; received classes: ${classes}. For classes of your own take includeTop: false, or weights: null.`,
    );
  }
  if (![null, undefined, 'softmax', 'linear'].includes(activation as string | null)) {
    throw new ValueError(
      `${where}: with weights, classifierActivation can be 'softmax' or null; received ${JSON.stringify(activation)}.`,
    );
  }
}

/** The native size of a network that has weights for several: that of the images, else 224. */
export function nativeSize(inputShape: Shape | null, sizes: readonly number[]): number {
  const [height, width] = inputShape ?? [];
  return height === width && sizes.includes(height ?? 0) ? height! : 224;
}

/**
 * The height that stands in the names of such a network and of its weights: that of the images, or,
 * where ImageNet's weights know no such size, 224.
 */
export function nativeRows(
  { weights, shape }: Pick<Settings, 'weights' | 'shape'>,
  sizes: readonly number[],
): string {
  if (weights === 'imagenet') return String(nativeSize(shape, sizes));
  // as Keras names them
  return String(shape[0] ?? 'None');
}

/** Says so where the weights of ImageNet were trained on images of another size than asked for. */
export function warnOfSize(
  where: string,
  { weights, inputShape }: Pick<Settings, 'weights' | 'inputShape'>,
  sizes: readonly number[],
): void {
  if (weights !== 'imagenet' || inputShape === null) return;
  const [height, width] = inputShape;
  if (height === width && sizes.includes(height ?? 0)) return;
  console.warn(
    `${where}: the weights of ImageNet are those of square images of ${sizes.join(', ')}; those for 224 are taken.`,
  );
}

/** @throws ShapeError where `inputTensor` has another width than `inputShape` */
export function checkTensor(
  where: string,
  { inputShape, inputTensor }: Pick<Settings, 'inputShape' | 'inputTensor'>,
): void {
  if (inputShape === null || inputTensor === null) return;
  if (inputTensor.shape[2] === inputShape[1]) return;
  throw new ShapeError(
    `${where}: inputTensor has shape [${show(inputTensor.shape)}], which does not fit inputShape [${show(inputShape)}].`,
  );
}
