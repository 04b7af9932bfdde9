import { checkChoice, checkOptions, FileError, FormatError, isNode, readFile } from '@ibexjs/core';

import { decodeImg } from './codecs/decode-img.js';
import { readColorMode, type ColorMode, type Img } from './img.js';
import { PIL_INTERPOLATIONS, type PilInterpolation } from './resize/pil-filters.js';
import { resizeImg, type Box } from './resize/resize-img.js';
import { readSize, type ImageSize } from './resize/size.js';

/** Options of Keras' `load_img`. */
export interface LoadImgOptions {
  /** Default: `rgb`. */
  colorMode?: ColorMode;
  /** (height, width) to resize to, or one number for both. Default: as the file is. */
  targetSize?: ImageSize | null;
  /** Default: `nearest`, as in Keras; `bilinear` looks better and is kinder to a network. */
  interpolation?: PilInterpolation;
  /** Cut out the middle part of the target's aspect ratio first. Default: false. */
  keepAspectRatio?: boolean;
}

/** What a picture is loaded from: a path (in a page an address), an address, a file's bytes. */
export type ImgSource = string | URL | Uint8Array | ArrayBuffer | Blob;

const OPTIONS = ['colorMode', 'targetSize', 'interpolation', 'keepAspectRatio'];

/**
 * A picture from a file: Keras' `load_img`, with PIL's numbers.
 *
 * @throws FileError when it cannot be read; FormatError naming it when it is damaged or no picture
 * @example const img = await loadImg('cat.jpg', { targetSize: [224, 224] })
 * @see https://keras.io/api/data_loading/image/#loadimg-function
 */
export async function loadImg(source: ImgSource, options: LoadImgOptions = {}): Promise<Img> {
  checkOptions('loadImg', options, OPTIONS);
  const colorMode = readColorMode('loadImg', options.colorMode);
  const interpolation = checkChoice(
    'loadImg',
    'interpolation',
    options.interpolation ?? 'nearest',
    PIL_INTERPOLATIONS,
  );
  const size = options.targetSize == null ? null : readSize('loadImg', options.targetSize);
  const bytes = await readSource(source);
  let img: Img;
  try {
    img = await decodeImg(bytes, { colorMode });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${nameOf(source)}: ${error.message}`, { cause: error });
  }
  if (!size || (size[0] === img.height && size[1] === img.width)) return img;
  const box = options.keepAspectRatio ? { box: middle(img, size) } : {};
  return resizeImg(img, size, { interpolation, ...box });
}

/** The middle part of the target's aspect ratio, in whole pixels. */
function middle({ width, height }: Img, [wantedHeight, wantedWidth]: [number, number]): Box {
  const rows = Math.min(height, Math.floor((width * wantedHeight) / wantedWidth));
  const columns = Math.min(width, Math.floor((height * wantedWidth) / wantedHeight));
  const left = Math.floor((width - columns) / 2);
  const upper = Math.floor((height - rows) / 2);
  return [left, upper, left + columns, upper + rows];
}

async function readSource(source: ImgSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const address = String(source);
  if (/^file:/i.test(address)) return readFile(decodeURIComponent(new URL(address).pathname));
  if (!/^(https?|data|blob):/i.test(address) && isNode) return readFile(address);
  const response = await fetch(address).catch((error: unknown) => {
    throw new FileError(`Cannot read ${address}: ${(error as Error).message}.`, { cause: error });
  });
  if (!response.ok) {
    throw new FileError(`Cannot read ${address}: the server answered ${response.status}.`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

function nameOf(source: ImgSource): string {
  if (typeof source !== 'string' && !(source instanceof URL)) return 'the picture in memory';
  const name = String(source);
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}
