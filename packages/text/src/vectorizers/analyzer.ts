import { checkChoice, FormatError, nodeFs, ValueError } from '@ibexjs/core/plain';

import { ENGLISH_STOP_WORDS } from '../language/english-stop-words.js';
import { stripAccentsAscii, stripAccentsUnicode } from './accents.js';
import { charNgrams, charWordNgrams, wordNgrams } from './ngrams.js';
import { DEFAULT_TOKEN_PATTERN, patternTokenizer } from './token-pattern.js';

/** A text, or its bytes. */
export type TextDocument = string | Uint8Array;

export interface AnalyzerOptions {
  /** Documents are texts (`'content'`, default) or names of files (`'filename'`). */
  input?: 'content' | 'filename';
  /** Of documents given as bytes, as the name of a TextDecoder's. Default `'utf-8'`. */
  encoding?: string;
  /** Bytes that are no text: an error (`'strict'`, default), left out (`'ignore'`) or U+FFFD (`'replace'`). */
  decodeError?: 'strict' | 'ignore' | 'replace';
  /** Take accents off: `'ascii'`, `'unicode'`, or a function. Default null. */
  stripAccents?: 'ascii' | 'unicode' | ((text: string) => string) | null;
  /** Lower-case the texts. Default true. */
  lowercase?: boolean;
  /** Replaces `stripAccents` and `lowercase`. */
  preprocessor?: ((text: string) => string) | null;
  /** Replaces `tokenPattern`, for the analyzer `'word'`. */
  tokenizer?: ((text: string) => string[]) | null;
  /** `'english'`, a list, or null (default): words to leave out, for the analyzer `'word'`. */
  stopWords?: 'english' | Iterable<string> | null;
  /** What a token is: Python's syntax in a string, or a RegExp. Default `(?u)\b\w\w+\b`. */
  tokenPattern?: string | RegExp;
  /** Fewest and most tokens, or characters, in a feature. Default [1, 1]. */
  ngramRange?: readonly [number, number];
  /** Features are words, characters, characters within words, or what a function returns. Default `'word'`. */
  analyzer?: 'word' | 'char' | 'char_wb' | ((text: TextDocument) => string[]);
}

export const ANALYZER_OPTIONS = [
  'input',
  'encoding',
  'decodeError',
  'stripAccents',
  'lowercase',
  'preprocessor',
  'tokenizer',
  'stopWords',
  'tokenPattern',
  'ngramRange',
  'analyzer',
];

/** From a document to its features. */
export type Analyze = (document: TextDocument) => string[];

function buildDecoder(where: string, options: AnalyzerOptions): (document: TextDocument) => string {
  const { encoding = 'utf-8', decodeError = 'strict' } = options;
  checkChoice(where, 'decodeError', decodeError, ['strict', 'ignore', 'replace']);
  const input = checkChoice(where, 'input', options.input ?? 'content', ['content', 'filename']);
  let decoder: TextDecoder | undefined;
  return (document) => {
    if (input === 'filename' && typeof document === 'string') {
      const fs = nodeFs();
      if (!fs)
        throw new ValueError(`${where}: input "filename" needs Node; pass the texts instead.`);
      document = fs.readFileSync(document);
    }
    if (typeof document === 'string') return document;
    if (!(document instanceof Uint8Array)) {
      throw new ValueError(
        `${where}: a document must be a string or bytes; received ${JSON.stringify(document)}.`,
      );
    }
    decoder ??= new TextDecoder(encoding, { fatal: decodeError === 'strict', ignoreBOM: true });
    try {
      const text = decoder.decode(document);
      return decodeError === 'ignore' ? text.replaceAll('\ufffd', '') : text;
    } catch (error) {
      throw new FormatError(
        `${where}: a document is not valid ${encoding}. Give its encoding, or decodeError 'ignore' or 'replace'.`,
        { cause: error },
      );
    }
  };
}

function buildPreprocessor(where: string, options: AnalyzerOptions): (text: string) => string {
  if (options.preprocessor) return options.preprocessor;
  const { stripAccents = null, lowercase = true } = options;
  const lower = (text: string) => (lowercase ? text.toLowerCase() : text);
  if (stripAccents === null) return lower;
  if (typeof stripAccents === 'function') return (text) => stripAccents(lower(text));
  const how = checkChoice(where, 'stripAccents', stripAccents, ['ascii', 'unicode']);
  const strip = how === 'ascii' ? stripAccentsAscii : stripAccentsUnicode;
  return (text) => strip(lower(text));
}

function stopWordSet(
  where: string,
  stopWords: AnalyzerOptions['stopWords'],
): Set<string> | undefined {
  if (stopWords === undefined || stopWords === null) return undefined;
  if (stopWords === 'english') return new Set(ENGLISH_STOP_WORDS);
  if (typeof stopWords === 'string') {
    throw new ValueError(
      `${where}: there is no built-in stop list "${stopWords}" but 'english'; for other ` +
        `languages pass what loadStopWords(language) gives.`,
    );
  }
  return new Set(stopWords);
}

/** The function from a document to its features that these options describe. */
export function buildAnalyzer(where: string, options: AnalyzerOptions): Analyze {
  if (typeof options.analyzer === 'function') return options.analyzer;
  const analyzer = checkChoice(where, 'analyzer', options.analyzer ?? 'word', [
    'word',
    'char',
    'char_wb',
  ]);
  const [shortest, longest] = options.ngramRange ?? [1, 1];
  if (!(
    Number.isInteger(shortest) &&
    Number.isInteger(longest) &&
    shortest >= 1 &&
    longest >= shortest
  )) {
    throw new ValueError(
      `${where}: ngramRange must be two rising whole numbers from 1 on; received ${JSON.stringify(options.ngramRange)}.`,
    );
  }
  const decode = buildDecoder(where, options);
  const preprocess = buildPreprocessor(where, options);
  if (analyzer !== 'word') {
    const ngrams = analyzer === 'char' ? charNgrams : charWordNgrams;
    return (document) => ngrams(preprocess(decode(document)), shortest, longest);
  }
  const stops = stopWordSet(where, options.stopWords);
  const tokenize =
    options.tokenizer ?? patternTokenizer(where, options.tokenPattern ?? DEFAULT_TOKEN_PATTERN);
  return (document) => {
    let tokens = tokenize(preprocess(decode(document)));
    if (stops) tokens = tokens.filter((token) => !stops.has(token));
    return longest === 1 ? tokens : wordNgrams(tokens, shortest, longest);
  };
}
