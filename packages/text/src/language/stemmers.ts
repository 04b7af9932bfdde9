import { checkChoice } from '@ibexjs/core/plain';

import { naturalStemmers } from './natural.js';

/** From a word to its stem. */
export type Stem = (word: string) => string;

const STEMMERS = {
  porter: 'PorterStemmer',
  lancaster: 'LancasterStemmer',
  english: 'PorterStemmer',
  dutch: 'PorterStemmerNl',
  french: 'PorterStemmerFr',
  frenchCarry: 'CarryStemmerFr',
  german: 'PorterStemmerDe',
  indonesian: 'StemmerId',
  italian: 'PorterStemmerIt',
  japanese: 'StemmerJa',
  norwegian: 'PorterStemmerNo',
  persian: 'PorterStemmerFa',
  portuguese: 'PorterStemmerPt',
  russian: 'PorterStemmerRu',
  spanish: 'PorterStemmerEs',
  swedish: 'PorterStemmerSv',
  ukrainian: 'PorterStemmerUk',
} as const;

export type StemmerName = keyof typeof STEMMERS;

/**
 * A function that takes the endings off words: Porter's or Lancaster's for English, or that of
 * another language. From `natural`.
 *
 * @example (await loadStemmer())('running') // 'run'
 */
export async function loadStemmer(name: StemmerName = 'porter'): Promise<Stem> {
  const names = Object.keys(STEMMERS) as StemmerName[];
  const chosen = STEMMERS[checkChoice('loadStemmer', 'name', name, names)];
  const stemmer = (await naturalStemmers())[chosen];
  return (word) => stemmer.stem(word);
}
