import { zlibSync } from 'fflate';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Remainders of each byte, for the check sum of PNG and zip (polynomial 0xedb88320). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/**
 * RGBA bytes as a PNG file, each pixel drawn as a square of `zoom` x `zoom`. Works in a page too.
 * Format: PNG specification, third edition (W3C), chapters 5 and 11.
 */
export function encodePng(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  zoom = 1,
): Uint8Array {
  const stride = width * zoom * 4 + 1; // a line starts with its filter, 0: none
  const lines = new Uint8Array(stride * height * zoom);
  for (let y = 0; y < height; y++) {
    const start = y * zoom * stride;
    for (let x = 0; x < width * zoom; x++) {
      const from = (y * width + Math.floor(x / zoom)) * 4;
      lines.set(rgba.subarray(from, from + 4), start + 1 + x * 4);
    }
    for (let copy = 1; copy < zoom; copy++) {
      lines.copyWithin(start + copy * stride, start, start + stride);
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width * zoom);
  view.setUint32(4, height * zoom);
  header.set([8, 6], 8); // eight bits a channel, RGBA

  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(lines, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Bytes as a `data:` address of a PNG image. */
export function pngDataUrl(file: Uint8Array): string {
  let binary = '';
  for (const byte of file) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
