import { checkOptions, isNode } from '@ibexjs/core';

import { convertImg, readColorMode, type ColorMode, type Img } from '../img.js';
import { decodeBmp } from './bmp.js';
import { sniffFormat } from './file-format.js';
import { decodeNetpbm } from './netpbm.js';
import { decodeInNode } from './node-codec.js';
import { decodeInPage } from './page-codec.js';

export interface DecodeOptions {
  /** Default: `rgb`. */
  colorMode?: ColorMode;
}

/**
 * A picture from the bytes of its file: PNG, JPEG, WebP, GIF (first frame), TIFF, AVIF, BMP, PPM.
 * As with PIL, colour profiles and marks of orientation are left alone; 16 bits become 8.
 *
 * @throws FormatError for what is damaged, cut short, or no picture
 */
export async function decodeImg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Img> {
  checkOptions('decodeImg', options, ['colorMode']);
  const mode = readColorMode('decodeImg', options.colorMode);
  return convertImg(await decode(bytes), mode);
}

async function decode(bytes: Uint8Array): Promise<Img> {
  switch (sniffFormat(bytes)) {
    case 'bmp':
      return decodeBmp(bytes);
    case 'ppm':
      return decodeNetpbm(bytes);
    default:
      return isNode ? decodeInNode(bytes) : decodeInPage(bytes);
  }
}
