import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';
import { RandomGenerator } from '@ibexjs/core';

import { Doc2Vec, type TaggedDocument } from './doc2vec.js';
import { FastText } from './fasttext.js';
import { ENGLISH_CONNECTOR_WORDS, Phrases } from './phrases.js';
import { Word2Vec, type Word2VecOptions } from './word2vec.js';

/** Sentences in which animals stand with animals and numbers with numbers. */
function makeSentences(count: number): string[][] {
  const random = new RandomGenerator(7);
  const groups = ['cat dog mouse horse sheep goat', 'one two three four five six'].map((g) =>
    g.split(' '),
  );
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: 8 }, () => groups[i % 2]![random.integer(6)]!),
  );
}

const sentences = makeSentences(600);
const small: Word2VecOptions = {
  vectorSize: 16,
  minCount: 1,
  epochs: 4,
  sample: 0,
  alpha: 0.05,
  workers: 0,
};

function groupsAreApart(vectors: { similarity(a: string, b: string): number }): void {
  expect(vectors.similarity('cat', 'goat')).toBeGreaterThan(vectors.similarity('cat', 'two') + 0.3);
  expect(vectors.similarity('one', 'six')).toBeGreaterThan(
    vectors.similarity('horse', 'four') + 0.3,
  );
}

describe('Word2Vec', () => {
  test.each<[Word2VecOptions]>([
    [{ model: 'skipGram' }],
    [{ model: 'cbow' }],
    [{ model: 'skipGram', hs: true, negative: 0 }],
    [{ model: 'cbow', hs: true, shrinkWindows: false }],
    [{ model: 'skipGram', sample: 0.1, negative: 3, nsExponent: 1 }],
  ])('learns which words belong together: %j', async (options) => {
    const model = await Word2Vec.fromCorpus(sentences, { ...small, ...options });
    groupsAreApart(model.wv);
  });

  test('lowers the loss with the sum of vectors too', async () => {
    const model = new Word2Vec({ ...small, cbowMean: false });
    await model.buildVocab(sentences);
    const { losses } = await model.train(sentences, { computeLoss: true });
    expect(losses[3]).toBeLessThan(losses[0]! * 0.9);
  });

  test('gives the same numbers on the calling thread and on one worker', async () => {
    const vectors = async (workers: number) =>
      (await Word2Vec.fromCorpus(sentences, { ...small, workers, seed: 3 })).wv.vectors;
    const inline = await vectors(0);
    expect(await vectors(1)).toEqual(inline);
    expect(await vectors(1)).toEqual(inline);
  });

  test('learns with two workers', async () => {
    groupsAreApart((await Word2Vec.fromCorpus(sentences, { ...small, workers: 2 })).wv);
  });

  test('takes async iterables, functions and files, and reports', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ibex-'));
    try {
      const path = join(folder, 'corpus.txt');
      writeFileSync(path, sentences.map((words) => words.join(' ')).join('\n'));
      const fromFile = await Word2Vec.fromCorpus(path, small);
      async function* stream() {
        yield* sentences;
      }
      const fromFunction = await Word2Vec.fromCorpus(stream, small);
      const events: number[] = [];
      const model = new Word2Vec(small);
      await model.buildVocab(sentences);
      const report = await model.train(sentences, {
        computeLoss: true,
        onProgress: ({ done }) => events.push(done),
      });
      expect(fromFile.wv.vectors).toEqual(model.wv.vectors);
      expect(fromFunction.wv.vectors).toEqual(model.wv.vectors);
      expect(report.words).toBe(4800 * 4);
      expect(report.losses).toHaveLength(4);
      expect(report.losses[3]).toBeLessThan(report.losses[0]!);
      expect(events.at(-1)).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a trained model takes new words and keeps the old', async () => {
    const model = await Word2Vec.fromCorpus(sentences, small);
    const before = model.wv.getVector('cat');
    await model.buildVocab([['cat', 'lion', 'lion', 'lion']], { update: true });
    expect(model.wv.getVector('cat')).toEqual(before);
    expect(model.wv.counts![model.wv.getIndex('lion')]).toBe(3);
    await model.train(Array.from({ length: 200 }, () => ['lion', 'cat', 'goat', 'lion', 'dog']));
    expect(model.wv.similarity('lion', 'dog')).toBeGreaterThan(model.wv.similarity('lion', 'two'));
  });

  test('keeps words as told', async () => {
    const corpus = [['a', 'a', 'a', 'b', 'b', 'c', 'd']];
    const words = async (options: Word2VecOptions) => {
      const model = new Word2Vec({ ...small, ...options });
      await model.buildVocab(corpus);
      return model.wv.indexToKey;
    };
    expect(await words({ minCount: 2 })).toEqual(['a', 'b']);
    expect(await words({ maxFinalVocab: 3 })).toEqual(['a', 'b']);
    expect(await words({ maxVocabSize: 2 })).toEqual(['a', 'b']);
  });

  test('long sentences are cut, one-word sentences do no harm', async () => {
    const long = Array.from({ length: 25000 }, (_, i) => `w${i % 50}`);
    const model = await Word2Vec.fromCorpus([long, ['alone'], []], { ...small, epochs: 1 });
    expect(model.wv.size).toBe(51);
    expect(model.wv.vectors.every(Number.isFinite)).toBe(true);
  });

  test('says what is wrong', async () => {
    const model = new Word2Vec(small);
    await expect(model.train(sentences)).rejects.toThrow(/Call buildVocab/);
    await expect(model.buildVocab([])).rejects.toThrow(/no words/);
    await expect(new Word2Vec({ minCount: 3 }).buildVocab([['a', 'b']])).rejects.toThrow(
      /lower minCount/,
    );
    await expect(model.buildVocab(['the cat'] as unknown as string[][])).rejects.toThrow(
      /list of words/,
    );
    await expect(model.buildVocab(sentences.values())).rejects.toThrow(/once only/);
    await expect(model.buildVocab('/no/such/file.txt')).rejects.toThrow(/no such file/);
    await expect(model.buildVocab(3 as unknown as string)).rejects.toThrow(/received 3/);
    expect(() => new Word2Vec({ hs: false, negative: 0 })).toThrow(/nothing would be learned/);
    expect(() => new Word2Vec({ vectorsize: 3 } as object)).toThrow(/"vectorSize"/);
    expect(() => new Word2Vec({ window: 0 })).toThrow(/positive whole/);
    expect(() => new Word2Vec({ model: 'lstm' as 'cbow' })).toThrow(/'skipGram', 'cbow'/);
    expect(() => model.wv.getVector('unicorn')).toThrow(/'unicorn' is not present/);
  });

  test('broken UTF-8 in a file is an error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ibex-'));
    try {
      const path = join(folder, 'broken.txt');
      writeFileSync(path, Uint8Array.of(0x61, 0x20, 0xc3, 0x28, 0x0a));
      await expect(new Word2Vec(small).buildVocab(path)).rejects.toThrow(/not valid UTF-8/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const built = new URL('../../dist/index.js', import.meta.url);
const withBuild = existsSync(built) ? test : test.skip; // needs a build of this package

withBuild('a process that trains on workers ends by itself, also when the corpus throws', () => {
  const script = `
    const { Word2Vec } = await import(${JSON.stringify(built.href)});
    const sentences = Array.from({ length: 300 }, () => ['a', 'b', 'c', 'd']);
    const model = await Word2Vec.fromCorpus(sentences, { minCount: 1, workers: 2, vectorSize: 8 });
    function* broken() { yield* sentences; throw new Error('corpus broke'); }
    await model.train(broken).catch((error) => console.log(error.message));
    console.log(model.wv.size);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(output).toBe('corpus broke\n4\n');
});

describe('Doc2Vec', () => {
  const documents: TaggedDocument[] = sentences
    .slice(0, 300)
    .map((words, i) => ({ words, tags: [`doc${i}`] }));
  const options = {
    vectorSize: 16,
    minCount: 1,
    epochs: 12,
    sample: 0,
    alpha: 0.05,
    workers: 0,
    window: 3,
  };

  test.each([
    [{ dm: true }, 0.05],
    [{ dm: true, dmMean: false }, 0.1],
    [{ dm: false }, 0.5],
    [{ dm: false, dbowWords: true, hs: true, negative: 0 }, 0.5],
  ])('learns which documents are alike: %j', async (own, margin) => {
    const model = await Doc2Vec.fromCorpus(documents, { ...options, ...own });
    // Documents 0, 2, 4 … tell of animals, the others of numbers.
    const alike = (rest: number) => {
      const tags = Array.from({ length: 100 }, (_, i) => `doc${2 * i + 2 + rest}`);
      return tags.reduce((sum, tag) => sum + model.dv.similarity('doc0', tag), 0) / 100;
    };
    expect(alike(0)).toBeGreaterThan(alike(1) + margin);
    const animals = await model.inferVector('goat cat sheep dog horse mouse cat'.split(' '), {
      epochs: 40,
    });
    expect(
      await model.inferVector('goat cat sheep dog horse mouse cat'.split(' '), { epochs: 40 }),
    ).toEqual(animals);
    const near = model.dv.similarByVector(animals, 20).map(([tag]) => Number(tag.slice(3)) % 2);
    expect(near.filter((rest) => rest === 0).length).toBeGreaterThan(11);
  });

  test('puts vectors end to end', async () => {
    const own = { dmConcat: true, dmTagCount: 2, epochs: 2 };
    const tagged = documents.map(({ words }, i) => ({ words, tags: [i, `group${i % 2}`] }));
    const model = new Doc2Vec({ ...options, ...own });
    await model.buildVocab(tagged);
    const report = await model.train(tagged, { computeLoss: true });
    expect(report.losses[1]).toBeLessThan(report.losses[0]!);
    expect((await model.inferVector(['cat', 'dog'])).every(Number.isFinite)).toBe(true);
  });

  test('takes numbers as tags, several tags, and files', async () => {
    const tagged = documents.map(({ words }, i) => ({ words, tags: [i, `group${i % 2}`] }));
    const model = await Doc2Vec.fromCorpus(tagged, { ...options, dm: false, epochs: 3 });
    expect(model.dv.size).toBe(302);
    expect(model.dv.has(17)).toBe(true);
    expect(model.dv.similarByKey(17, 3)).toHaveLength(3);
    await expect(
      new Doc2Vec().buildVocab(sentences as unknown as TaggedDocument[]),
    ).rejects.toThrow(/words/);
    await expect(new Doc2Vec().inferVector(['a'])).rejects.toThrow(/buildVocab first/);
  });
});

describe('FastText', () => {
  test('learns, and makes vectors for words never seen', async () => {
    const corpus = sentences.map((words) => words.map((word) => `${word}ish`));
    const model = await FastText.fromCorpus(corpus, { ...small, epochs: 6, minN: 3, maxN: 4 });
    expect(model.wv.similarity('catish', 'goatish')).toBeGreaterThan(
      model.wv.similarity('catish', 'twoish'),
    );
    expect(model.getVector('cat')).toHaveLength(16);
    expect(() => model.getVector('zzz')).toThrow(/any part/);
    expect(() => new FastText({ minN: 5, maxN: 4 })).toThrow(/below minN/);
  });
});

describe('Phrases', () => {
  const corpus = [
    ...Array.from({ length: 6 }, () => ['i', 'live', 'in', 'new', 'york']),
    ...Array.from({ length: 6 }, () => ['the', 'bank', 'of', 'america', 'is', 'new']),
    ...Array.from({ length: 6 }, () => ['i', 'is', 'live', 'the', 'in']),
  ];

  test('joins what stands together', async () => {
    const phrases = await Phrases.fromCorpus(corpus, {
      minCount: 1,
      threshold: 2,
      connectorWords: ENGLISH_CONNECTOR_WORDS,
    });
    expect(phrases.apply(['a', 'bank', 'of', 'america', 'in', 'york'])).toEqual([
      'a',
      'bank_of_america',
      'in',
      'york',
    ]);
    expect([...(await phrases.findPhrases(corpus)).keys()]).toContain('bank_of_america');
  });

  test('scores as the formulas say', async () => {
    const phrases = await Phrases.fromCorpus(corpus, { minCount: 1, threshold: 0 });
    const pairs = corpus.flatMap((s) => s.slice(1).map((word, i) => `${s[i]} ${word}`));
    const known = new Set([...corpus.flat(), ...pairs]).size;
    expect([...phrases.analyze(['new', 'york'])]).toEqual([
      ['new_york', ((6 - 1) / 12 / 6) * known],
    ]);
    const npmi = await Phrases.fromCorpus(corpus, { minCount: 1, threshold: 0.5, scoring: 'npmi' });
    const total = corpus.flat().length;
    const expected = Math.log(6 / total / ((6 / total) * (6 / total))) / -Math.log(6 / total);
    expect([...npmi.analyze(['bank', 'of'])]).toEqual([['bank_of', expect.closeTo(expected)]]);
  });
});
