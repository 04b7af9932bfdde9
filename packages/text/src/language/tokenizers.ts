import { checkChoice } from '@ibexjs/core/plain';

import { naturalTokenizers } from './natural.js';
import { wordPunctTokens, wordTokens } from './words.js';

/** Splits a text into tokens. */
export type TokenizeText = (text: string) => string[];

type Natural = Awaited<ReturnType<typeof naturalTokenizers>>;

/** Tokenizers by name; all but the first two are natural's. */
const TOKENIZERS = {
  word: () => wordTokens,
  wordPunct: () => wordPunctTokens,
  treebank: (n: Natural) => using(new n.TreebankWordTokenizer()),
  case: (n: Natural) => using(new n.CaseTokenizer()),
  dutch: (n: Natural) => using(new n.AggressiveTokenizerNl()),
  english: (n: Natural) => using(new n.AggressiveTokenizer()),
  french: (n: Natural) => using(new n.AggressiveTokenizerFr()),
  german: (n: Natural) => using(new n.AggressiveTokenizerDe()),
  hindi: (n: Natural) => using(new n.AggressiveTokenizerHi()),
  indonesian: (n: Natural) => using(new n.AggressiveTokenizerId()),
  italian: (n: Natural) => using(new n.AggressiveTokenizerIt()),
  japanese: (n: Natural) => using(new n.TokenizerJa()),
  norwegian: (n: Natural) => using(new n.AggressiveTokenizerNo()),
  persian: (n: Natural) => using(new n.AggressiveTokenizerFa()),
  polish: (n: Natural) => using(new n.AggressiveTokenizerPl()),
  portuguese: (n: Natural) => using(new n.AggressiveTokenizerPt()),
  russian: (n: Natural) => using(new n.AggressiveTokenizerRu()),
  spanish: (n: Natural) => using(new n.AggressiveTokenizerEs()),
  swedish: (n: Natural) => using(new n.AggressiveTokenizerSv()),
  ukrainian: (n: Natural) => using(new n.AggressiveTokenizerUk()),
  vietnamese: (n: Natural) => using(new n.AggressiveTokenizerVi()),
};

function using(tokenizer: { tokenize(text: string): string[] }): TokenizeText {
  return (text) => tokenizer.tokenize(text);
}

export type TokenizerName = keyof typeof TOKENIZERS;

/**
 * A function that splits texts into tokens: `'word'` and `'wordPunct'` know every script,
 * `'treebank'` splits English as the Penn Treebank does, a language's name gives natural's
 * tokenizer for it.
 *
 * @example (await loadTokenizer('treebank'))("They'll go.") // ['They', "'ll", 'go', '.']
 */
export async function loadTokenizer(name: TokenizerName = 'word'): Promise<TokenizeText> {
  const names = Object.keys(TOKENIZERS) as TokenizerName[];
  return TOKENIZERS[checkChoice('loadTokenizer', 'name', name, names)](await naturalTokenizers());
}
