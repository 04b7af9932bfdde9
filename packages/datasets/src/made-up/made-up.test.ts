import { describe, expect, test } from '@jest/globals';
import { RandomGenerator, UnknownOptionError, ValueError } from '@ibexjs/core';

import { decodeReview } from '../sequences/imdb.js';
import { expand } from './grammar.js';
import * as madeUpReviews from './made-up-reviews.js';
import * as madeUpStories from './made-up-stories.js';

test('a grammar is expanded to the end, or refused', () => {
  const grammar = { start: ['{a} and {a}'], a: ['x'], loop: ['{loop}'], gap: ['{nothing}'] };
  const random = new RandomGenerator(1);
  expect(expand(grammar, 'start', random)).toBe('x and x');
  expect(() => expand(grammar, 'gap', random)).toThrow(/no rule for "nothing"/);
  expect(() => expand(grammar, 'loop', random)).toThrow(ValueError);
});

describe('reviews', () => {
  test('the same seed gives the same ones, half of them praise, without a gap', () => {
    const first = madeUpReviews.loadTexts({ trainSize: 300, testSize: 100, seed: 4 });
    expect(madeUpReviews.loadTexts({ trainSize: 300, testSize: 100, seed: 4 })).toEqual(first);
    expect(madeUpReviews.loadTexts({ trainSize: 300, testSize: 100 })).not.toEqual(first);
    expect(first.xTrain).toHaveLength(300);
    expect(first.yTest.reduce((sum, label) => sum + label, 0)).toBe(50);
    for (const text of first.xTrain) expect(text).not.toMatch(/[{}]/);
    expect(new Set(first.xTrain).size).toBeGreaterThan(295);
  });

  test('as numbers they are the same texts', () => {
    const options = { trainSize: 50, testSize: 20, seed: 2 };
    const { data, wordIndex } = madeUpReviews.loadData(options);
    const texts = madeUpReviews.loadTexts(options);
    const words = texts.xTrain[0]!.toLowerCase().match(/[a-z']+/g)!;
    expect(decodeReview(data.xTrain[0]!, wordIndex)).toBe(['[START]', ...words].join(' '));
    expect(data.yTest).toEqual(texts.yTest);
    expect(Math.min(...wordIndex.values())).toBe(1);
    const few = madeUpReviews.loadData({ ...options, numWords: 20 }).data;
    expect(Math.max(...few.xTrain.flat())).toBeLessThan(20);
  });

  test('single words do not give the verdict away', () => {
    const { data } = madeUpReviews.loadData({ trainSize: 2000, testSize: 2, seed: 1 });
    const wordIn = new Map<number, [praise: number, all: number]>();
    data.xTrain.forEach((review, i) => {
      for (const word of new Set(review)) {
        const [praise, all] = wordIn.get(word) ?? [0, 0];
        wordIn.set(word, [praise + data.yTrain[i]!, all + 1]);
      }
    });
    // the best single word settles but a small part of the reviews
    const settled = [...wordIn.values()].map(([praise, all]) => Math.abs(2 * praise - all) / 2000);
    expect(Math.max(...settled)).toBeLessThan(0.25);
  });

  test('bad options', () => {
    expect(() => madeUpReviews.loadTexts({ trainSize: 0 })).toThrow(ValueError);
    expect(() => madeUpReviews.loadData({ size: 3 } as object)).toThrow(UnknownOptionError);
  });
});

test('stories are long enough, made of sentences, and the same each time', () => {
  const text = madeUpStories.loadText({ length: 5000 });
  expect(text.length).toBeGreaterThanOrEqual(5000);
  expect(text.length).toBeLessThan(6500);
  expect(madeUpStories.loadText({ length: 5000 })).toBe(text);
  expect(madeUpStories.loadText({ length: 5000, seed: 1 })).not.toBe(text);
  expect(text).not.toMatch(/[{}]/);
  for (const story of text.split('\n\n')) expect(story).toMatch(/^[A-Z].*[.!?"]$/);
});
