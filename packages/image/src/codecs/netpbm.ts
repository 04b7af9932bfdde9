import { FormatError } from '@ibexjs/core';

import { createImg, type Img } from '../img.js';
import { MAX_PIXELS } from './bmp.js';

/** Reads a PGM or PPM, plain (P2, P3) or raw (P5, P6), of up to 255 steps. @throws FormatError */
export function decodeNetpbm(bytes: Uint8Array): Img {
  const fail = (what: string) => new FormatError(`This PPM cannot be read: ${what}.`);
  let at = 2;
  const nextNumber = (): number => {
    const isSpace = (byte: number | undefined) => byte !== undefined && byte <= 32;
    for (; isSpace(bytes[at]) || bytes[at] === 0x23; at++) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 10) at++; // a comment
    }
    const start = at;
    while (at < bytes.length && bytes[at]! >= 48 && bytes[at]! <= 57) at++;
    if (at === start || at - start > 9) throw fail('a number is missing in its header');
    return Number(String.fromCharCode(...bytes.subarray(start, at)));
  };
  const kind = bytes[1]! - 48;
  const channels = kind === 2 || kind === 5 ? 1 : 3;
  const [width, height, highest] = [nextNumber(), nextNumber(), nextNumber()];
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) {
    throw fail(`its size is ${width}x${height}`);
  }
  if (highest === 0 || highest > 255) throw fail(`it has ${highest} steps; 255 are read`);
  const size = width * height * channels;
  const raw = kind >= 5;
  // raw samples take a byte, plain ones two or more
  if (bytes.length - at - 1 < (raw ? size : 2 * size - 1)) {
    throw fail(`it is cut short at ${bytes.length} bytes`);
  }
  const data = raw
    ? bytes.slice(at + 1, at + 1 + size)
    : Uint8Array.from({ length: size }, () => Math.min(nextNumber(), highest));
  if (highest < 255) {
    for (let i = 0; i < size; i++)
      data[i] = Math.round((Math.min(data[i]!, highest) * 255) / highest);
  }
  return createImg(data, width, height, channels);
}

/** Writes a raw PGM of grey tones, a raw PPM of colours. */
export function encodeNetpbm({ width, height, channels, data }: Img): Uint8Array {
  const header = new TextEncoder().encode(`P${channels === 1 ? 5 : 6}\n${width} ${height}\n255\n`);
  const samples = channels === 1 ? 1 : 3;
  const out = new Uint8Array(header.length + width * height * samples);
  out.set(header);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const to = header.length + pixel * samples;
    out.set(data.subarray(pixel * channels, pixel * channels + samples), to);
  }
  return out;
}
