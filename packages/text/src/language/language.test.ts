import { describe, expect, test } from '@jest/globals';

import { ngrams } from './ngrams.js';
import { loadPhonetics } from './phonetics.js';
import { loadSentenceSplitter } from './sentences.js';
import { loadStemmer, type StemmerName } from './stemmers.js';
import { loadStopWords } from './stop-words.js';
import { loadTokenizer, type TokenizerName } from './tokenizers.js';
import { wordPunctTokens, wordTokens } from './words.js';

test('words of any script', () => {
  expect(wordTokens('naïve café, 2 лодки!')).toEqual(['naïve', 'café', '2', 'лодки']);
  expect(wordPunctTokens("It isn't so.")).toEqual(['It', "isn't", 'so', '.']);
  expect(wordTokens('')).toEqual([]);
});

describe('what comes from natural', () => {
  test('tokenizers', async () => {
    const treebank = await loadTokenizer('treebank');
    expect(treebank("They'll go.")).toEqual(['They', "'ll", 'go', '.']);
    const names: TokenizerName[] = [
      'word',
      'wordPunct',
      'case',
      'german',
      'french',
      'swedish',
      'hindi',
    ];
    for (const name of names) expect((await loadTokenizer(name))('ab cd')).toEqual(['ab', 'cd']);
    await expect(loadTokenizer('klingon' as TokenizerName)).rejects.toThrow(/'treebank'/);
  });

  test('stemmers', async () => {
    const stems: [StemmerName, string, string][] = [
      ['porter', 'running', 'run'],
      ['lancaster', 'maximum', 'maxim'],
      ['german', 'häuser', 'haus'],
      ['french', 'continuellement', 'continuel'],
      ['russian', 'лодками', 'лодк'],
      ['swedish', 'hundarna', 'hund'],
    ];
    for (const [name, word, stem] of stems) expect((await loadStemmer(name))(word)).toBe(stem);
  });

  test('sentences', async () => {
    const split = await loadSentenceSplitter();
    expect(split('Dr. Brown paid 3.50 francs. Why? Nobody\nknows!\n\nNew paragraph')).toEqual([
      'Dr. Brown paid 3.50 francs.',
      'Why?',
      'Nobody\nknows!',
      'New paragraph',
    ]);
    expect(split('')).toEqual([]);
  });

  test('phonetics', async () => {
    expect((await loadPhonetics('soundex'))('Robert')).toEqual(['R163']);
    expect((await loadPhonetics('metaphone'))('phone')).toEqual(['FN']);
    const sound = await loadPhonetics();
    expect(sound('Smith')).toEqual(['SM0', 'XMT']);
    expect((await loadPhonetics('daitchMokotoff'))('Peters')[0]).toMatch(/^\d{6}/);
  });

  test('stop words', async () => {
    expect(await loadStopWords('french')).toContain('dans');
    expect(await loadStopWords('russian')).toContain('после');
    await expect(loadStopWords('elvish' as 'french')).rejects.toThrow(/'swedish'/);
  });
});

test('ngrams', () => {
  expect(ngrams([1, 2, 3], 2)).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(ngrams(['a'], 3, { start: '<', end: '>' })).toEqual([
    ['<', '<', 'a'],
    ['<', 'a', '>'],
    ['a', '>', '>'],
  ]);
  expect(ngrams([1], 2)).toEqual([]);
});
