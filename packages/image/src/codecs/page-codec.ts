import { FormatError, ValueError } from '@ibexjs/core';

import { convertImg, createImg, type Img } from '../img.js';
import type { EncodeOptions } from './encode-img.js';
import type { FileFormat } from './file-format.js';

/** Decodes a picture in a page, by the browser's own decoders. */
export async function decodeInPage(bytes: Uint8Array): Promise<Img> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes as BlobPart]), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
  } catch (error) {
    throw new FormatError(`This is no picture that can be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const { width, height } = bitmap;
  const context = canvas(width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return createImg(new Uint8Array(data.buffer, data.byteOffset, data.length), width, height, 4);
}

/** Encodes a picture in a page. @throws ValueError for a format that the browser does not write */
export async function encodeInPage(
  img: Img,
  format: FileFormat,
  { quality }: EncodeOptions,
): Promise<Uint8Array> {
  const { width, height, data } = convertImg(img, 'rgba');
  const context = canvas(width, height);
  context.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  const type = `image/${format}`;
  const blob = await context.canvas.convertToBlob({ type, quality: (quality ?? 75) / 100 });
  if (blob.type !== type) {
    throw new ValueError(`encodeImg: this browser does not write ${format}; use png.`);
  }
  return new Uint8Array(await blob.arrayBuffer());
}

function canvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
}
