import { checkChoice, ShapeError, ValueError } from '@ibexjs/core';

/** Bytes of one picture: what Keras has PIL images for. */
export interface Img {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 red-green-blue, 4 with opacity. */
  readonly channels: 1 | 3 | 4;
  /** Row by row, the channels of a pixel side by side; 0 … 255. */
  readonly data: Uint8Array;
}

/** How a picture is coloured, in Keras' words. */
export type ColorMode = 'grayscale' | 'rgb' | 'rgba';

const COLOR_MODES = ['grayscale', 'rgb', 'rgba'] as const;
const CHANNELS = { grayscale: 1, rgb: 3, rgba: 4 } as const;

/** @throws ValueError for another word */
export function readColorMode(where: string, mode: string | undefined): ColorMode {
  return checkChoice(where, 'colorMode', mode ?? 'rgb', COLOR_MODES);
}

/** Numbers a pixel has in a colour mode. */
export function channelsOf(mode: ColorMode): 1 | 3 | 4 {
  return CHANNELS[mode];
}

/**
 * A picture of bytes that stand already in memory.
 * @throws ShapeError unless the bytes are as many as the size asks for; ValueError for other
 *   channels than 1, 3, 4
 */
export function createImg(data: Uint8Array, width: number, height: number, channels: number): Img {
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw new ValueError(`createImg: a picture has 1, 3 or 4 channels; received ${channels}.`);
  }
  if (!(width > 0 && height > 0) || data.length !== width * height * channels) {
    throw new ShapeError(
      `createImg: ${width}x${height} pixels of ${channels} channels need ${width * height * channels} bytes; received ${data.length}.`,
    );
  }
  return { width, height, channels, data };
}

/**
 * The same picture with other channels, by PIL's numbers: grey is 0.299 R + 0.587 G + 0.114 B,
 * rounded; opacity is dropped or made full.
 */
export function convertImg(img: Img, mode: ColorMode): Img {
  const { width, height, channels, data } = img;
  const wanted = CHANNELS[mode];
  if (channels === wanted) return img;
  const out = new Uint8Array(width * height * wanted);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const to = pixel * wanted;
    if (wanted === 1) {
      const [r, g, b] = [data[from]!, data[from + 1]!, data[from + 2]!];
      out[to] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
      continue;
    }
    for (let c = 0; c < 3; c++) out[to + c] = data[channels === 1 ? from : from + c]!;
    if (wanted === 4) out[to + 3] = 255;
  }
  return { width, height, channels: wanted, data: out };
}
