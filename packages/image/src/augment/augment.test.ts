import { readFixture } from '@ibexjs/testing';
import { describe, expect, test } from '@jest/globals';

import { largestGap, picture, pictureArray } from '../testing.js';
import { applyAffineTransform, type AffineParameters } from './affine.js';
import type { FillMode } from './boundary.js';
import { applyBrightnessShift, applyChannelShift } from './colour.js';
import { flipAxis } from './flip.js';
import {
  randomBrightness,
  randomChannelShift,
  randomRotation,
  randomShear,
  randomShift,
  randomZoom,
} from './random.js';
import { bSpline } from './spline.js';

type Shape = [number, number, number];

const golden = readFixture<{
  affine: {
    shape: Shape;
    seed: number;
    parameters: AffineParameters;
    mode: FillMode;
    order: number;
    first: boolean;
    values: number[];
  }[];
  brightness: { shape: Shape; factor: number; scale: boolean; shift: number; values: number[] }[];
  channelShift: { shape: Shape; intensity: number; values: number[] }[];
}>(import.meta.url, '../../fixtures/augment.json');

/** Numbers reach 250 and more beyond the pixels with splines; 1e-5 of that. */
const NEAR = 2.5e-3;

describe('applyAffineTransform: the numbers of Keras', () => {
  test.each(['nearest', 'constant', 'reflect', 'wrap'])('%s', (mode) => {
    for (const one of golden.affine.filter((each) => each.mode === mode)) {
      const { shape, seed, parameters, order, first, values } = one;
      const moved = applyAffineTransform(pictureArray(shape, seed), {
        ...parameters,
        fillMode: one.mode,
        cval: 7,
        order,
        dataFormat: first ? 'channelsFirst' : 'channelsLast',
      });
      expect(moved.shape).toEqual(shape);
      expect([one.parameters, order, largestGap(moved.data, values) < NEAR]).toEqual([
        one.parameters,
        order,
        true,
      ]);
    }
  });

  test('nothing to do gives the image itself; nonsense is refused', () => {
    const image = pictureArray([3, 3, 1], 1);
    expect(applyAffineTransform(image, { zx: 1, theta: 0 })).toBe(image);
    expect(() => applyAffineTransform(image, { order: 6 })).toThrow(/0 … 5; received 6/);
    const mirror = { fillMode: 'mirror' as FillMode };
    expect(() => applyAffineTransform(image, mirror)).toThrow(/one of 'constant'/);
    expect(() => applyAffineTransform(image, { angle: 3 } as object)).toThrow(/unknown option/);
  });
});

test.each([0, 1, 2, 3, 4, 5])('B-splines of order %d add up to 1', (order) => {
  if (order === 0) return expect(bSpline(0.3, 0)).toBe(1);
  const sum = [-3, -2, -1, 0, 1, 2, 3].reduce((total, i) => total + bSpline(0.3 - i, order), 0);
  expect(sum).toBeCloseTo(1, 12);
});

test.each(golden.brightness)('brightness $factor of $shape, scale $scale, shift $shift', (one) => {
  const image = pictureArray(one.shape, 9);
  const shifted = { ...image, data: image.data.map((value) => value + one.shift) };
  const lit = applyBrightnessShift(shifted, one.factor, one.scale);
  expect(largestGap(lit.data, one.values)).toBeLessThan(NEAR);
});

test('channel shift', () => {
  for (const { shape, intensity, values } of golden.channelShift) {
    const shifted = applyChannelShift(pictureArray(shape, 8), intensity);
    expect(largestGap(shifted.data, values)).toBeLessThan(NEAR);
  }
});

test('flipAxis', () => {
  const image = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [1, 3, 2] as Shape };
  expect([...flipAxis(image, 1).data]).toEqual([5, 6, 3, 4, 1, 2]);
  expect([...flipAxis(image, 2).data]).toEqual([2, 1, 4, 3, 6, 5]);
  expect([...flipAxis(image, 0).data]).toEqual([1, 2, 3, 4, 5, 6]);
});

describe('random transformations', () => {
  const image = pictureArray([5, 5, 3], 2);
  const all = {
    randomRotation: (seed: number) => randomRotation(image, 30, { seed }),
    randomShift: (seed: number) => randomShift(image, 0.4, 0.4, { seed }),
    randomShear: (seed: number) => randomShear(image, 30, { seed }),
    randomZoom: (seed: number) => randomZoom(image, [0.5, 1.5], { seed }),
    randomChannelShift: (seed: number) => randomChannelShift(image, 60, seed),
    randomBrightness: (seed: number) => randomBrightness(image, [0.2, 0.8], { seed }),
  };
  test.each(Object.entries(all))('%s repeats itself by its seed', (_, transform) => {
    expect(transform(1)).toEqual(transform(1));
    expect(transform(1)).not.toEqual(transform(2));
    expect(transform(1).shape).toEqual(image.shape);
    expect([...image.data]).toEqual([...picture([5, 5, 3], 2).data]);
  });

  test('ranges are pairs', () => {
    expect(() => randomZoom(image, [1] as unknown as [number, number])).toThrow(
      /a pair of numbers/,
    );
  });
});
