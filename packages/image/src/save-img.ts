import { checkOptions, isNode, StateError, writeFileAtomic } from '@ibexjs/core';

import { arrayToImg } from './array-to-img.js';
import { encodeImg } from './codecs/encode-img.js';
import { readFileFormat } from './codecs/file-format.js';
import type { DataFormatOption } from './data-format.js';
import type { NumbersInput } from './image-array.js';
import type { Img } from './img.js';

/** Options of Keras' `save_img`, and the quality. */
export interface SaveImgOptions {
  /** Of an array. Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption;
  /** Default: what the file's name ends in. */
  fileFormat?: string;
  /** Stretch an array's numbers to 0 … 255. Default: true. */
  scale?: boolean;
  /** 1 … 100, of JPEG, WebP and AVIF. Default: 75. */
  quality?: number;
}

/**
 * Writes a picture, or an array (height, width, channels), to a file: Keras' `save_img`. JPEG, BMP
 * and PPM drop opacity. In Node only; a page calls `encodeImg` and offers the bytes.
 *
 * @throws FileError when it cannot be written; ValueError for an unknown format
 * @example await saveImg('grey.png', tf.zeros([32, 32, 1]))
 * @see https://keras.io/api/data_loading/image/#saveimg-function
 */
export async function saveImg(
  path: string,
  x: Img | NumbersInput,
  options: SaveImgOptions = {},
): Promise<void> {
  checkOptions('saveImg', options, ['dataFormat', 'fileFormat', 'scale', 'quality']);
  const { dataFormat, scale, quality } = options;
  const format = readFileFormat('saveImg', options.fileFormat ?? path);
  if (!isNode) {
    throw new StateError('saveImg: a page has no file system; encodeImg gives the bytes.');
  }
  const img =
    'shape' in x
      ? await arrayToImg(x, {
          ...(dataFormat !== undefined && { dataFormat }),
          ...(scale !== undefined && { scale }),
        })
      : x;
  const bytes = await encodeImg(img, format, quality === undefined ? {} : { quality });
  await writeFileAtomic(path, bytes);
}
