import { FormatError } from '@ibexjs/core';

import { createImg, type Img } from '../img.js';

/** Pictures larger than this are refused before memory is asked for: PIL's own limit. */
export const MAX_PIXELS = 178_956_970;

/** What a BMP's headers say, checked. */
interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  pixelsAt: number;
  palette: Uint8Array;
}

function readHeader(bytes: Uint8Array): Header {
  const fail = (what: string) => new FormatError(`This BMP cannot be read: ${what}.`);
  if (bytes.length < 54) throw fail('it ends within its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = view.getUint32(14, true);
  if (headerSize < 40) throw fail(`its header has ${headerSize} bytes; 40 or more are understood`);
  const width = view.getInt32(18, true);
  const signed = view.getInt32(22, true);
  const [height, bits] = [Math.abs(signed), view.getUint16(28, true)];
  const compression = view.getUint32(30, true);
  // 3 names the order of the channels, which of 32 bits is always the same in practice
  if (compression !== 0 && !(compression === 3 && bits === 32)) throw fail('it is compressed');
  if (![1, 4, 8, 24, 32].includes(bits)) throw fail(`it has ${bits} bits a pixel`);
  if (width <= 0 || height === 0 || width * height > MAX_PIXELS) {
    throw fail(`its size is ${width}x${signed}`);
  }
  const colours = bits <= 8 ? view.getUint32(46, true) || 2 ** bits : 0;
  const paletteAt = 14 + headerSize;
  const pixelsAt = view.getUint32(10, true);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (paletteAt + 4 * colours > bytes.length || pixelsAt + stride * height > bytes.length) {
    throw fail(`it is cut short at ${bytes.length} bytes`);
  }
  const palette = bytes.subarray(paletteAt, paletteAt + 4 * colours);
  return { width, height, topDown: signed < 0, bits, pixelsAt, palette };
}

/** Reads an uncompressed BMP of 1, 4, 8, 24 or 32 bits a pixel. @throws FormatError */
export function decodeBmp(bytes: Uint8Array): Img {
  const { width, height, topDown, bits, pixelsAt, palette } = readHeader(bytes);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const out = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 3;
      // blue comes first, in pixels and palettes
      let [source, from] = [bytes, row + x * (bits >> 3)];
      if (bits <= 8) {
        const perByte = 8 / bits;
        const byte = bytes[row + Math.floor(x / perByte)]!;
        const shift = 8 - bits * ((x % perByte) + 1);
        [source, from] = [palette, 4 * ((byte >> shift) & (2 ** bits - 1))];
        if (from >= palette.length) {
          throw new FormatError('This BMP cannot be read: a pixel has a colour that it lacks.');
        }
      }
      out[to] = source[from + 2]!;
      out[to + 1] = source[from + 1]!;
      out[to + 2] = source[from]!;
    }
  }
  return createImg(out, width, height, 3);
}

/** Writes a BMP of 24 bits a pixel (8 with grey tones for one channel). */
export function encodeBmp({ width, height, channels, data }: Img): Uint8Array {
  const bits = channels === 1 ? 8 : 24;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const pixelsAt = 54 + (bits === 8 ? 1024 : 0);
  const out = new Uint8Array(pixelsAt + stride * height);
  const view = new DataView(out.buffer);
  out.set([0x42, 0x4d]);
  view.setUint32(2, out.length, true);
  view.setUint32(10, pixelsAt, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, bits, true);
  view.setUint32(34, stride * height, true);
  if (bits === 8)
    for (let grey = 0; grey < 256; grey++) out.fill(grey, 54 + 4 * grey, 57 + 4 * grey);
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + (height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      if (channels === 1) out[row + x] = data[from]!;
      else for (let c = 0; c < 3; c++) out[row + 3 * x + c] = data[from + 2 - c]!;
    }
  }
  return out;
}
