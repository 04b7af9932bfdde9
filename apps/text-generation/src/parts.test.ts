import { RandomGenerator } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { coin, temperature, type Sampler } from './samplers.js';
import { Vocabulary } from './vocabulary.js';
import { Windows } from './windows.js';

beforeAll(async () => {
  await useTestBackend('cpu');
});

describe('vocabulary', () => {
  test('numbers characters in their order and back; strangers are left out', () => {
    const vocabulary = new Vocabulary('banana ♞');
    expect(vocabulary.characters).toEqual([' ', 'a', 'b', 'n', '♞']);
    expect(Array.from(vocabulary.encode('nab!'))).toEqual([3, 1, 2]);
    expect(vocabulary.decode(vocabulary.encode('a ♞'))).toBe('a ♞');
  });
});

describe('windows', () => {
  const vocabulary = new Vocabulary('abcdefghij');
  const windows = new Windows(vocabulary.encode('abcdefghij'), 4, 3, vocabulary.size);

  test('every third one that is followed by a character', () => {
    expect(windows.count).toBe(2);
    const { xs, ys } = windows.batch([0, 1]);
    const characters = (t: tf.Tensor) =>
      tf.tidy(() => vocabulary.decode(tf.reshape(tf.argMax(t, -1), [-1]).dataSync()));
    expect(characters(xs)).toBe('abcddefg');
    expect(characters(ys)).toBe('eh');
    tf.dispose([xs, ys]);
  });

  test("nietzsche's 600,893 characters make the tutorial's 200,285 windows", () => {
    expect(new Windows(new Uint16Array(600_893), 40, 3, 57).count).toBe(200_285);
  });

  test('batches hold each once, in an order that epoch and seed decide', () => {
    const many = new Windows(
      Uint16Array.from({ length: 21 }, (_, i) => i),
      1,
      1,
      21,
    );
    const order = (seed: number, epoch: number) =>
      tf.tidy(() =>
        [...many.batches(8, seed, epoch)].flatMap(({ xs }) =>
          Array.from(tf.reshape(tf.argMax(xs, -1), [-1]).dataSync()),
        ),
      );
    expect(order(1, 0)).toHaveLength(20);
    expect(new Set(order(1, 0)).size).toBe(20);
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 1)).not.toEqual(order(1, 0));
    expect(order(2, 0)).not.toEqual(order(1, 0));
  });

  test('too short a text is an error', () => {
    expect(() => new Windows(new Uint16Array(4), 4, 1, 2)).toThrow('need at least 5');
  });
});

describe('samplers', () => {
  const probabilities = [0.1, 0.6, 0.3];
  const shares = (sampler: Sampler, diversity: number) => {
    const random = new RandomGenerator(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[sampler(probabilities, diversity, random)]! += 1 / 4000;
    return counts;
  };

  test('temperature 1 draws as the network says, 0.5 squares, near 0 is sure', () => {
    shares(temperature, 1).forEach((share, i) => expect(share).toBeCloseTo(probabilities[i]!, 1));
    const squares = probabilities.map((p) => (p * p) / 0.46);
    shares(temperature, 0.5).forEach((share, i) => expect(share).toBeCloseTo(squares[i]!, 1));
    expect(shares(temperature, 0.01)[1]).toBeCloseTo(1);
  });

  test('coin mixes the most probable with draws', () => {
    expect(shares(coin, 0)[1]).toBeCloseTo(1);
    shares(coin, 1).forEach((share, i) => expect(share).toBeCloseTo(probabilities[i]!, 1));
    expect(shares(coin, 0.5)[1]).toBeCloseTo(0.8, 1);
  });
});
