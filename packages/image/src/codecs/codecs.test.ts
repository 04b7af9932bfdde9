import { RandomGenerator } from '@ibexjs/core';
import { readFixture } from '@ibexjs/testing';
import { describe, expect, test } from '@jest/globals';

import { createImg, type ColorMode } from '../img.js';
import { fromBase64, largestGap, picture } from '../testing.js';
import { decodeImg } from './decode-img.js';
import { encodeImg } from './encode-img.js';

interface Case {
  name: string;
  width: number;
  height: number;
  file: string;
  grayscale: string;
  rgb: string;
  rgba: string;
}

const files = readFixture<Case[]>(import.meta.url, '../../fixtures/files.json');
const fileOf = (name: string) => fromBase64(files.find((one) => one.name === name)!.file);
const MODES = ['grayscale', 'rgb', 'rgba'] as const satisfies readonly ColorMode[];

describe('files that PIL wrote', () => {
  test.each(files)('$name: the pixels that PIL reads', async (one) => {
    for (const colorMode of MODES) {
      const img = await decodeImg(fromBase64(one.file), { colorMode });
      expect([img.width, img.height]).toEqual([one.width, one.height]);
      expect(largestGap(img.data, fromBase64(one[colorMode]))).toBe(0);
    }
  });

  test.each(files)('$name, cut short: an error, no crash', async ({ name, file }) => {
    const bytes = fromBase64(file);
    const half = decodeImg(bytes.subarray(0, bytes.length >> 1));
    // a GIF's and a progressive JPEG's first half may be a picture to their decoders
    if (/gif|progressive/.test(name)) await half.catch(() => undefined);
    else await expect(half).rejects.toHaveProperty('code', 'IBEX_FORMAT');
    await expect(decodeImg(bytes.subarray(0, 8))).rejects.toHaveProperty('code', 'IBEX_FORMAT');
  });
});

test('headers that lie are found out', async () => {
  const bmp = fileOf('bmp rgb');
  const view = new DataView(bmp.buffer);
  view.setInt32(18, 1 << 20, true);
  view.setInt32(22, 1 << 20, true);
  await expect(decodeImg(bmp)).rejects.toThrow(/its size is 1048576x1048576/);
  const ppm = new TextEncoder().encode('P6 99999 99999 255\n');
  await expect(decodeImg(ppm)).rejects.toThrow(/its size is 99999x99999/);
  await expect(decodeImg(new TextEncoder().encode('P6 9 9 255\n123'))).rejects.toThrow(/cut short/);
  await expect(decodeImg(new Uint8Array(0))).rejects.toThrow(/no picture that can be read/);
});

test.each(['bmp rgb', 'bmp palette', 'bmp black and white', 'ppm', 'pgm', 'plain'])(
  '%s: damaged files of any kind are read or refused',
  async (name) => {
    const plain = new TextEncoder().encode(`P3 4 4 200 ${'17 '.repeat(48)}`);
    const whole = name === 'plain' ? plain : fileOf(name);
    const random = new RandomGenerator(7);
    for (let i = 0; i < 1500; i++) {
      const bytes = whole.slice(
        0,
        random.uniform() < 0.3 ? random.integer(whole.length) : undefined,
      );
      // what tells the format stays
      for (let n = random.integer(4); n >= 0 && bytes.length > 2; n--) {
        bytes[2 + random.integer(Math.min(bytes.length, 80) - 2)] = random.integer(256);
      }
      if (bytes.length < 2) continue;
      const read = decodeImg(bytes).then(
        ({ data, width, height }) => data.length === 3 * width * height,
        (error: { code?: string }) => error.code === 'IBEX_FORMAT',
      );
      expect(await read).toBe(true);
    }
  },
);

test('a plain PPM with a comment, and fewer steps', async () => {
  const text = new TextEncoder().encode('P3 # two pixels\n2 1\n5\n0 1 2  3 4 5\n');
  expect([...(await decodeImg(text)).data]).toEqual([0, 51, 102, 153, 204, 255]);
});

describe('encodeImg', () => {
  test.each(['png', 'tiff', 'bmp', 'ppm', 'webp', 'jpg', 'gif', 'avif'])(
    '%s is read again',
    async (format) => {
      for (const channels of [1, 3, 4] as const) {
        const img = createImg(new Uint8Array(16 * 16 * channels).fill(200), 16, 16, channels);
        const colorMode = MODES[channels === 1 ? 0 : channels - 2]!;
        const back = await decodeImg(await encodeImg(img, format), { colorMode });
        expect([back.width, back.height, back.channels]).toEqual([16, 16, channels]);
        const opaque = channels === 4 && ['bmp', 'ppm', 'jpg', 'gif'].includes(format);
        const expected = opaque ? img.data.map((v, i) => (i % 4 === 3 ? 255 : v)) : img.data;
        expect(largestGap(back.data, expected)).toBeLessThan(3);
      }
    },
  );

  test.each(['png', 'tiff', 'bmp', 'ppm'])('%s loses nothing', async (format) => {
    const img = picture([5, 7, 3], 4);
    expect(largestGap((await decodeImg(await encodeImg(img, format))).data, img.data)).toBe(0);
  });

  test('a lower quality makes a smaller file; nonsense is refused', async () => {
    const img = picture([40, 40, 3], 1);
    const [low, high] = await Promise.all([
      encodeImg(img, 'jpeg', { quality: 10 }),
      encodeImg(img, 'jpeg', { quality: 95 }),
    ]);
    expect(low.length).toBeLessThan(high.length);
    await expect(encodeImg(img, 'jpeg', { quality: 0 })).rejects.toThrow(/must be 1 … 100/);
    await expect(encodeImg(img, 'doc')).rejects.toThrow(/names no picture format/);
  });
});

test('createImg counts its bytes', () => {
  expect(() => createImg(new Uint8Array(5), 2, 1, 3)).toThrow(/need 6 bytes; received 5/);
  expect(() => createImg(new Uint8Array(4), 2, 1, 2)).toThrow(/1, 3 or 4 channels/);
});
