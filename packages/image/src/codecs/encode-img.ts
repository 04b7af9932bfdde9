import { checkOptions, isNode, ValueError } from '@ibexjs/core';

import { convertImg, type Img } from '../img.js';
import { encodeBmp } from './bmp.js';
import { readFileFormat, type FileFormat } from './file-format.js';
import { encodeNetpbm } from './netpbm.js';
import { encodeInNode } from './node-codec.js';
import { encodeInPage } from './page-codec.js';

export interface EncodeOptions {
  /** 1 … 100, of JPEG, WebP and AVIF. Default: 75. */
  quality?: number;
}

/** Formats that know no opacity. */
const OPAQUE: readonly FileFormat[] = ['jpeg', 'bmp', 'ppm'];

/**
 * The bytes of a picture's file. A page writes what its browser does (PNG, JPEG, mostly WebP), BMP
 * and PPM. JPEG, BMP and PPM drop opacity.
 *
 * @throws ValueError for an unknown format, or a quality out of 1 … 100
 */
export async function encodeImg(
  img: Img,
  fileFormat: string,
  options: EncodeOptions = {},
): Promise<Uint8Array> {
  checkOptions('encodeImg', options, ['quality']);
  const format = readFileFormat('encodeImg', fileFormat);
  const { quality = 75 } = options;
  if (!(quality >= 1 && quality <= 100)) {
    throw new ValueError(`encodeImg: option "quality" must be 1 … 100; received ${quality}.`);
  }
  const opaque = OPAQUE.includes(format) && img.channels === 4 ? convertImg(img, 'rgb') : img;
  if (format === 'bmp') return encodeBmp(opaque);
  if (format === 'ppm') return encodeNetpbm(opaque);
  return isNode ? encodeInNode(opaque, format, options) : encodeInPage(opaque, format, options);
}
