import { checkPositiveInteger, ValueError } from '@ibexjs/core';

/** (height, width) of an image, or one number for both. */
export type ImageSize = number | readonly [height: number, width: number];

/** @throws ValueError unless it is one or two positive whole numbers */
export function readSize(where: string, size: ImageSize): [height: number, width: number] {
  const pair = typeof size === 'number' ? [size, size] : size;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new ValueError(
      `${where}: a size is [height, width] or one number; received ${JSON.stringify(size)}.`,
    );
  }
  const [height, width] = pair as [number, number];
  checkPositiveInteger(where, 'height', height);
  checkPositiveInteger(where, 'width', width);
  return [height, width];
}
