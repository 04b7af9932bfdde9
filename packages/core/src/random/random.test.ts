import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { ValueError } from '../errors.js';
import { RandomGenerator } from './generator.js';
import { randomBinary, randomNormal, randomUniform, truncatedNormal } from './ops.js';
import { getRandomState, nextSeed, setRandomSeed, setRandomState } from './seed.js';
import { SeedGenerator } from './seed-generator.js';
import { statelessRandom, statelessValues } from './stateless.js';

const SIZE = 20_000;

async function moments(tensor: tf.Tensor): Promise<{ mean: number; stddev: number; max: number }> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const max = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { mean, stddev: Math.sqrt(square), max };
}

describe.each(testBackends)('random tensors on %s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  // five standard errors of a mean of 20,000 draws, and of their deviation
  test('have the moments of their distributions', async () => {
    const uniform = await moments(randomUniform([SIZE], -2, 4, 1));
    expect(Math.abs(uniform.mean - 1)).toBeLessThan(0.06);
    expect(Math.abs(uniform.stddev - Math.sqrt(3))).toBeLessThan(0.05);
    const normal = await moments(randomNormal([SIZE], 3, 2, 2));
    expect(Math.abs(normal.mean - 3)).toBeLessThan(0.07);
    expect(Math.abs(normal.stddev - 2)).toBeLessThan(0.05);
    const cut = await moments(truncatedNormal([SIZE], 0, 2, 3));
    expect(Math.abs(cut.mean)).toBeLessThan(0.065);
    expect(Math.abs(cut.stddev - 2 * 0.87962566)).toBeLessThan(0.045);
    expect(cut.max).toBeLessThan(4);
    const binary = await moments(randomBinary([SIZE], 0.3, 4));
    expect(Math.abs(binary.mean - 0.3)).toBeLessThan(0.017);
  });

  test.each(['uniform', 'normal', 'truncatedNormal'] as const)(
    '%s: the same numbers as everywhere',
    async (distribution) => {
      const state = tf.tensor1d([123456789, -5, 3, 7], 'int32');
      const drawn = statelessRandom([3, 67], state, distribution);
      const expected = statelessValues(201, [123456789, -5, 3, 7], distribution);
      (await drawn.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
      tf.dispose([state, drawn]);
    },
  );

  test('a number as seed repeats itself, a generator goes on, none follows the process', async () => {
    const generator = new SeedGenerator(9);
    const draws = [
      randomUniform([4], 0, 1, 9),
      randomUniform([4], 0, 1, 9),
      randomUniform([4], 0, 1, generator),
      randomUniform([4], 0, 1, generator),
    ];
    setRandomSeed(0);
    draws.push(randomUniform([4]), randomUniform([4]));
    setRandomSeed(0);
    draws.push(randomUniform([4]));
    const [a, b, c, d, e, f, g] = await Promise.all(draws.map((tensor) => tensor.data()));
    expect(b).toEqual(a);
    expect(c).toEqual(a);
    expect(d).not.toEqual(c);
    expect(f).not.toEqual(e);
    expect(g).toEqual(e);
    tf.dispose(draws);
    generator.dispose();
  });

  test('a generator resumes from its state', async () => {
    const first = new SeedGenerator(11);
    first.next().dispose();
    const second = new SeedGenerator(99);
    second.state.assign(first.state.read());
    const [a, b] = [first.next(), second.next()];
    expect(await b.data()).toEqual(await a.data());
    expect([...(await a.data())]).toEqual([11, 0, 1, 0]);
    tf.dispose([a, b]);
    first.dispose();
    second.dispose();
  });
});

test.each([-1, 0.5, NaN, 2 ** 53])('%d is no seed', (seed) => {
  expect(() => setRandomSeed(seed)).toThrow(ValueError);
  expect(() => new SeedGenerator(seed)).toThrow(ValueError);
});

test('the process-wide source repeats, differs by seed, and resumes', () => {
  setRandomSeed(3);
  const first = [nextSeed(), nextSeed(), nextSeed()];
  setRandomSeed(3);
  expect([nextSeed(), nextSeed()]).toEqual(first.slice(0, 2));
  const state = getRandomState();
  expect(state).toEqual({ seed: 3, drawn: 2 });
  setRandomSeed(4);
  expect(nextSeed()).not.toBe(first[0]);
  setRandomState(state);
  expect(nextSeed()).toBe(first[2]);
});

describe('RandomGenerator', () => {
  test('repeats itself, and differs by seed and by all 53 bits of it', () => {
    const draw = (seed: number) => new RandomGenerator(seed).permutation(20);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1)).not.toEqual(draw(2 ** 32 + 1));
  });

  test('permutation has every number once', () => {
    const sorted = [...new RandomGenerator(5).permutation(1000)].sort((a, b) => a - b);
    expect(sorted).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  test('numbers lie where they should, evenly', () => {
    const random = new RandomGenerator(6);
    const counts = new Array<number>(7).fill(0);
    let [sum, square] = [0, 0];
    for (let i = 0; i < 7000; i++) {
      counts[random.integer(7)]!++;
      const u = random.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      const z = random.normal(1, 2);
      sum += z / 7000;
      square += (z - 1) ** 2 / 7000;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150); // five sigma
    expect(Math.abs(sum - 1)).toBeLessThan(0.12);
    expect(Math.abs(square - 4)).toBeLessThan(0.34);
  });
});
