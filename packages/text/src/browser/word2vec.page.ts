import { RandomGenerator } from '@ibexjs/core/plain';

import { Word2Vec } from '../index.js';

/** What the page tells the test. */
export interface Learned {
  isolated: boolean;
  workers: number;
  within: number;
  across: number;
}

/** Sentences in which animals stand with animals and numbers with numbers. */
function makeSentences(count: number): string[][] {
  const random = new RandomGenerator(7);
  const groups = ['cat dog mouse horse sheep goat', 'one two three four five six'];
  return Array.from({ length: count }, (_, i) => {
    const words = groups[i % 2]!.split(' ');
    return Array.from({ length: 8 }, () => words[random.integer(6)]!);
  });
}

/** Vectors trained by worker threads where the page may share memory, by itself elsewhere. */
export default async function learn(): Promise<Learned> {
  let workers = 0;
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL) {
      super(url);
      workers += 1;
    }
  };
  const { wv } = await Word2Vec.fromCorpus(makeSentences(600), {
    vectorSize: 16,
    minCount: 1,
    epochs: 4,
    sample: 0,
    alpha: 0.05,
    workers: 2,
  });
  return {
    isolated: crossOriginIsolated,
    workers,
    within: wv.similarity('cat', 'goat'),
    across: wv.similarity('cat', 'two'),
  };
}
