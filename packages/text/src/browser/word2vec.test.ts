import { fileURLToPath } from 'node:url';

import { describe, expect } from '@jest/globals';
import { testInBrowser } from '@ibexjs/testing';

import type { Learned } from './word2vec.page.js';

describe('Word2Vec learns in a page', () => {
  const page = fileURLToPath(new URL('word2vec.page.ts', import.meta.url));

  testInBrowser<Learned>('by itself', { page }, ({ isolated, workers, within, across }) => {
    expect({ isolated, workers }).toEqual({ isolated: false, workers: 0 });
    expect(within).toBeGreaterThan(across + 0.3);
  });

  testInBrowser<Learned>(
    'with two workers where it is cross-origin isolated',
    { page, isolated: true },
    ({ isolated, workers, within, across }) => {
      expect({ isolated, workers }).toEqual({ isolated: true, workers: 2 });
      expect(within).toBeGreaterThan(across + 0.3);
    },
  );
});
