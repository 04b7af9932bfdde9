import { inflateSync } from 'node:zlib';
import { useTestBackend } from '@ibexjs/testing';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { isWellFormed, pngSize } from '../testing/documents.js';
import { toRgba } from './colormap.js';
import { imageGrid } from './grid.js';
import { encodePng } from './png.js';
import { naturalRange, toRaster } from './raster.js';
import { imagesFromTensor } from './tensor.js';

const checks = [
  [0, 1],
  [1, 0],
];

describe('raster', () => {
  test('takes rows of grey, rows of colours, and pixels with their size', () => {
    expect(Array.from(toRaster('t', checks).data)).toEqual([0, 1, 1, 0]);
    expect(toRaster('t', [[[255, 0, 0]], [[0, 255, 0]]])).toMatchObject({
      width: 1,
      height: 2,
      channels: 3,
    });
    expect(toRaster('t', { data: new Uint8Array(6), width: 3, height: 2 }).channels).toBe(1);
  });

  test('bad input', () => {
    expect(() => toRaster('t', [[0, 1], [1]])).toThrow('row 1 of an image has 1 pixels');
    expect(() => toRaster('t', { data: [1, 2, 3], width: 2, height: 2 })).toThrow(
      'has 4 numbers; received 3',
    );
    expect(() => toRaster('t', [[[1, 2]]])).toThrow('received 2');
    expect(() => toRaster('t', [])).toThrow('no pixels');
  });

  test('range: bytes, shares, and what the values need', () => {
    const range = (values: number[] | Uint8Array) =>
      naturalRange([toRaster('t', { data: values, width: values.length, height: 1 })]);
    expect(range(Uint8Array.of(0, 16))).toEqual([0, 255]);
    expect(range([0, 0.3])).toEqual([0, 1]);
    expect(range([0, 16])).toEqual([0, 16]);
    expect(range([-2, 3])).toEqual([-2, 3]);
    expect(range([0, NaN])).toEqual([0, 1]);
  });

  test('colours: cut to the range, NaN is the lowest', () => {
    const raster = toRaster('t', [[-1, 0.5, 9, NaN]]);
    expect(Array.from(toRgba(raster, [0, 1], 'gray')).filter((_, i) => i % 4 === 0)).toEqual([
      0, 128, 255, 0,
    ]);
    expect(Array.from(toRgba(raster, [0, 1], 'viridis').subarray(8, 11))).toEqual([253, 231, 37]);
  });
});

describe('encodePng', () => {
  test('holds the pixels, each zoomed to a square', () => {
    const rgba = toRgba(toRaster('t', checks), [0, 1], 'gray');
    const file = encodePng(rgba, 2, 2, 2);
    expect(pngSize(file)).toEqual([4, 4]);
    const view = new DataView(file.buffer);
    const length = view.getUint32(33); // the chunk after signature and header
    const lines = inflateSync(file.subarray(41, 41 + length));
    const red = (x: number, y: number) => lines[y * 17 + 1 + x * 4];
    expect([red(0, 0), red(1, 1), red(2, 1), red(1, 3), red(3, 3)]).toEqual([0, 0, 255, 255, 0]);
  });
});

describe('imageGrid', () => {
  test('SVG holds an image and a label each', async () => {
    const grid = imageGrid([checks, checks], {
      title: 'two <boards>',
      labels: ['a&b', 7],
      tones: ['good', 'bad'],
    });
    const svg = await grid.toSvg();
    expect(isWellFormed(svg)).toBe(true);
    expect(svg.match(/<image [^>]*href="data:image\/png;base64,/g)).toHaveLength(2);
    expect(svg).toContain('>a&amp;b</text>');
    const [width] = pngSize(await grid.toPng({ scale: 1 }));
    expect(width).toBe(2 * 16 + 2 * 72 + 10);
  });

  test('in a terminal with colours, a character shows two pixels', () => {
    const text = imageGrid([checks]).toTerminal({ color: true });
    const black = '0;0;0';
    const white = '255;255;255';
    const cell = (top: string, bottom: string) => `\u001b[38;2;${top}m\u001b[48;2;${bottom}m▀`;
    expect(text).toBe(`${cell(black, white)}${cell(white, black)}\u001b[0m`);
  });

  test('in a terminal without colours, halves; rows break at its width; wide images shrink', () => {
    expect(imageGrid([checks], { labels: ['x'] }).toTerminal({ color: false })).toBe('▄▀\nx');
    const bright = { data: new Array(30 * 4).fill(1), width: 30, height: 4 };
    const lines = imageGrid([bright, bright, bright]).toTerminal({ color: false, width: 62 });
    expect(lines.split('\n')).toEqual([
      `${'█'.repeat(30)}  ${'█'.repeat(30)}`,
      `${'█'.repeat(30)}  ${'█'.repeat(30)}`,
      '',
      '█'.repeat(30),
      '█'.repeat(30),
    ]);
    const wide = { data: new Array(100 * 100).fill(1), width: 100, height: 100 };
    expect(imageGrid([wide]).toTerminal({ color: false, width: 50 }).split('\n')).toHaveLength(25);
  });

  test('bad input', () => {
    expect(() => imageGrid([])).toThrow('no images');
    expect(() => imageGrid([checks], { labels: [1, 2] })).toThrow('have 1 and 2 entries');
    const misspelt = { colormap: 'grey' as 'gray' };
    expect(() => imageGrid([checks], misspelt)).toThrow("'gray', 'grayReversed', 'viridis'");
  });
});

describe('imagesFromTensor', () => {
  test('reads a batch and leaves it alone', async () => {
    await useTestBackend('cpu');
    const batch = tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7], [2, 2, 2, 1]);
    const before = tf.memory().numTensors;
    const images = await imagesFromTensor(batch);
    expect(images).toHaveLength(2);
    expect(Array.from(images[1]!.data)).toEqual([4, 5, 6, 7]);
    expect(tf.memory().numTensors).toBe(before);
    await expect(imagesFromTensor(tf.tensor1d([1]))).rejects.toThrow('received shape [1]');
    tf.dispose(batch);
  });
});
