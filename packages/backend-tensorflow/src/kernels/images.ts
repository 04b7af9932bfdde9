import type * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import { defineKernel, type Kernel } from './kernel.js';

interface SuppressionAttrs {
  maxOutputSize: number;
  iouThreshold: number;
  scoreThreshold: number;
}

export const images: readonly Kernel[] = [
  defineKernel<tf.ResizeBilinearInputs, tf.ResizeBilinearAttrs>(
    'ResizeBilinear',
    ({ inputs: { images: x }, attrs: { size, alignCorners, halfPixelCenters }, ops }) =>
      ops.run('ResizeBilinear', [x, ops.ints(size)], {
        align_corners: alignCorners,
        half_pixel_centers: halfPixelCenters,
      }),
  ),
  defineKernel<tf.ResizeBilinearGradInputs, tf.ResizeBilinearGradAttrs>(
    'ResizeBilinearGrad',
    ({ inputs: { images: x, dy }, attrs: { alignCorners }, ops }) =>
      ops.run('ResizeBilinearGrad', [dy, x], { align_corners: alignCorners }),
  ),
  defineKernel<tf.ResizeNearestNeighborInputs, tf.ResizeNearestNeighborAttrs>(
    'ResizeNearestNeighbor',
    ({ inputs: { images: x }, attrs: { size, alignCorners, halfPixelCenters }, ops }) =>
      ops.run('ResizeNearestNeighbor', [x, ops.ints(size)], {
        align_corners: alignCorners,
        half_pixel_centers: halfPixelCenters,
      }),
  ),
  defineKernel<tf.ResizeNearestNeighborGradInputs, tf.ResizeNearestNeighborGradAttrs>(
    'ResizeNearestNeighborGrad',
    ({ inputs: { images: x, dy }, attrs: { alignCorners }, ops }) =>
      ops.run('ResizeNearestNeighborGrad', [dy, ops.ints(x.shape.slice(1, 3))], {
        align_corners: alignCorners,
      }),
  ),
  defineKernel<tf.CropAndResizeInputs, tf.CropAndResizeAttrs>(
    'CropAndResize',
    ({ inputs: { image, boxes, boxInd }, attrs, ops }) =>
      ops.run('CropAndResize', [image, boxes, boxInd, ops.ints(attrs.cropSize)], {
        method: attrs.method,
        extrapolation_value: { float: attrs.extrapolationValue },
      }),
  ),
  defineKernel<tf.FlipLeftRightInputs>('FlipLeftRight', ({ inputs: { image }, ops }) =>
    ops.run('ReverseV2', [image, ops.ints([2])]),
  ),
  defineKernel<tf.RotateWithOffsetInputs, tf.RotateWithOffsetAttrs>(
    'RotateWithOffset',
    ({ inputs: { image }, attrs, ops }) => {
      const [batch, height, width, channels] = image.shape as [number, number, number, number];
      const sources = rotation(height, width, attrs);
      const pixels = ops.reshape(image, [batch, height * width, channels]);
      const found = ops.run('GatherV2', [
        ...[pixels, ops.ints(sources.map((i) => Math.max(i, 0))), ops.int(1)],
      ]);
      const isInside = ops.reshape(ops.ints(sources.map((i) => Number(i >= 0))), [-1, 1]);
      const fill = ops.numbers(Float32Array.from([attrs.fillValue].flat()));
      const turned = ops.run('SelectV2', [ops.cast(isInside, 'bool'), found, fill]);
      return ops.reshape(turned, image.shape);
    },
  ),
  defineKernel<tf.TransformInputs, tf.TransformAttrs>(
    'Transform',
    ({ inputs: { image, transforms }, attrs, ops }) => {
      const [height, width] = attrs.outputShape ?? (image.shape.slice(1, 3) as [number, number]);
      return ops.run(
        'ImageProjectiveTransformV3',
        [image, transforms, ops.ints([height, width]), ops.scalar(attrs.fillValue)],
        {
          interpolation: attrs.interpolation.toUpperCase(),
          fill_mode: attrs.fillMode.toUpperCase(),
        },
      );
    },
  ),
  defineKernel<tf.NonMaxSuppressionV3Inputs, SuppressionAttrs>(
    'NonMaxSuppressionV3',
    ({ inputs: { boxes, scores }, attrs, ops }) => {
      const limits = [attrs.iouThreshold, attrs.scoreThreshold].map((limit) => ops.scalar(limit));
      return ops.run('NonMaxSuppressionV3', [
        ...[boxes, scores, ops.int(attrs.maxOutputSize), ...limits],
      ]);
    },
  ),
  defineKernel<tf.NonMaxSuppressionV4Inputs, SuppressionAttrs & { padToMaxOutputSize: boolean }>(
    'NonMaxSuppressionV4',
    ({ inputs: { boxes, scores }, attrs, ops }) => {
      const limits = [attrs.iouThreshold, attrs.scoreThreshold].map((limit) => ops.scalar(limit));
      const inputs = [boxes, scores, ops.int(attrs.maxOutputSize), ...limits];
      return ops.runMany('NonMaxSuppressionV4', inputs, 2, {
        pad_to_max_output_size: attrs.padToMaxOutputSize,
      });
    },
  ),
  defineKernel<tf.NonMaxSuppressionV5Inputs, SuppressionAttrs & { softNmsSigma: number }>(
    'NonMaxSuppressionV5',
    ({ inputs: { boxes, scores }, attrs, ops }) => {
      const limits = [attrs.iouThreshold, attrs.scoreThreshold, attrs.softNmsSigma];
      const inputs: Value[] = [boxes, scores, ops.int(attrs.maxOutputSize)];
      inputs.push(...limits.map((limit) => ops.scalar(limit)));
      return ops.runMany('NonMaxSuppressionV5', inputs, 3).slice(0, 2);
    },
  ),
];

/** For each pixel of a turned image the pixel it comes from; -1 for one from outside. */
function rotation(
  height: number,
  width: number,
  { radians, center }: tf.RotateWithOffsetAttrs,
): number[] {
  const [byX, byY] = typeof center === 'number' ? [center, center] : center;
  const [centerX, centerY] = [width * byX, height * byY];
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [(i % width) - centerX, Math.floor(i / width) - centerY];
    const fromX = Math.round(x * cosine - y * sine + centerX);
    const fromY = Math.round(x * sine + y * cosine + centerY);
    const isInside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
    return isInside ? fromY * width + fromX : -1;
  });
}
