import { FormatError, nodeRequire, StateError } from '@ibexjs/core';
import type sharpModule from 'sharp';

import { createImg, type Img } from '../img.js';
import { MAX_PIXELS } from './bmp.js';
import type { EncodeOptions } from './encode-img.js';
import type { FileFormat } from './file-format.js';

let loaded: typeof sharpModule | undefined;

/** sharp, loaded when first needed and out of a bundler's sight. @throws StateError without it */
function sharp(): typeof sharpModule {
  try {
    loaded ??= nodeRequire(import.meta.url)!('sharp') as typeof sharpModule;
    return loaded;
  } catch (error) {
    throw new StateError(
      `Pictures are decoded by "sharp", which cannot be loaded: ${(error as Error).message.split('\n')[0]} ` +
        'Install it: npm install sharp@0.35.5',
      { cause: error },
    );
  }
}

/** Decodes a picture in Node, colour profiles and orientation marks left alone, as PIL does. */
export async function decodeInNode(bytes: Uint8Array): Promise<Img> {
  const open = sharp();
  try {
    const { data, info } = await open(bytes, {
      failOn: 'truncated',
      ignoreIcc: true,
      limitInputPixels: MAX_PIXELS,
    })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
    const { width, height, channels } = info;
    if (channels !== 2) return createImg(pixels, width, height, channels);
    return createImg(spreadGrey(pixels), width, height, 4);
  } catch (error) {
    throw new FormatError(`This is no picture that can be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** Grey with opacity becomes red-green-blue with opacity. */
function spreadGrey(pixels: Uint8Array): Uint8Array {
  const out = new Uint8Array(pixels.length * 2);
  for (let from = 0, to = 0; from < pixels.length; from += 2, to += 4) {
    out.fill(pixels[from]!, to, to + 3);
    out[to + 3] = pixels[from + 1]!;
  }
  return out;
}

/** Encodes a picture in Node. */
export async function encodeInNode(
  { data, width, height, channels }: Img,
  format: Exclude<FileFormat, 'bmp' | 'ppm'>,
  { quality }: EncodeOptions,
): Promise<Uint8Array> {
  const picture = sharp()(data, { raw: { width, height, channels } });
  // grey would be written as three equal colours otherwise
  if (channels === 1) picture.toColourspace('b-w');
  const lossy = { quality: quality ?? 75 };
  const encoded = {
    png: () => picture.png(),
    jpeg: () => picture.jpeg(lossy),
    webp: () => picture.webp(lossy),
    gif: () => picture.gif(),
    tiff: () => picture.tiff({ compression: 'deflate' }),
    avif: () => picture.avif(quality === undefined ? {} : lossy),
  }[format]();
  const bytes = await encoded.toBuffer();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
