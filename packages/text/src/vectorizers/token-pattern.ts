import { ValueError } from '@ibexjs/core/plain';

/** Splits a text into tokens. */
export type Tokenize = (text: string) => string[];

/** scikit-learn's default: two or more letters, digits or underscores of any script. */
export const DEFAULT_TOKEN_PATTERN = '(?u)\\b\\w\\w+\\b';

/** What Python's `\w` matches in Unicode text. */
const WORD = '\\p{L}\\p{N}_';
const BOUNDARY = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;
const NOT_BOUNDARY = `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`;

/** Python's escapes in the terms of JavaScript's flag v: `\w`, `\b` and `\d` mean Unicode there. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\w': `[${WORD}]`,
  '\\W': `[^${WORD}]`,
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
  '\\b': BOUNDARY,
  '\\B': NOT_BOUNDARY,
  '\\A': '^',
  '\\Z': '$',
};

function fromPython(pattern: string): string {
  let inClass = false;
  return pattern
    .replace(/^\(\?u\)/, '')
    .replace(/\\.|[^\\]/gsu, (part, at: number, whole: string) => {
      if (part.startsWith('\\')) {
        if (inClass && part === '\\b') return part;
        // Python lets a backslash stand before any punctuation, JavaScript before some.
        const needless = /\\[^\p{L}\p{N}^$\\.*+?()[\]{}|/-]/u.test(part);
        return ESCAPES[part] ?? (needless ? part.slice(1) : part);
      }
      if (part === ']') inClass = false;
      else if (inClass && part === '-' && /^.?-]|^\[-/s.test(whole.slice(at - 1))) return '\\-';
      else if (inClass && /[()[{}/|&!#%,:;<=>@`~]/.test(part)) return `\\${part}`;
      else if (part === '[') inClass = true;
      return part;
    });
}

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** For each UTF-16 unit: 1 part of a word, 2 not, 3 half of a character beyond 16 bits, 0 not asked yet. */
const kinds = new Uint8Array(0x10000);

function kindOf(unit: number): number {
  if (unit >= 0xd800 && unit < 0xe000) return 3;
  return WORD_CHARACTER.test(String.fromCharCode(unit)) ? 1 : 2;
}

/**
 * The default pattern by a scan over the text, several times as fast as the regular expression: runs
 * of word characters, two or more.
 */
export function scanWords(text: string): string[] {
  const tokens: string[] = [];
  let start = -1;
  let characters = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0;
    let kind = kinds[unit]!;
    if (kind === 0) kind = kinds[unit] = kindOf(unit);
    let units = 1;
    if (kind === 3) {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      units = character.length;
      kind = WORD_CHARACTER.test(character) ? 1 : 2;
    }
    if (kind === 1) {
      if (start < 0) {
        start = at;
        characters = 0;
      }
      characters++;
    } else if (start >= 0) {
      if (characters > 1) tokens.push(text.slice(start, at));
      start = -1;
    }
    at += units - 1;
  }
  return tokens;
}

/**
 * The tokenizer of a pattern: a regular expression as Python writes it, or JavaScript's own. A
 * group in it, if there is one, is the token.
 */
export function patternTokenizer(where: string, pattern: string | RegExp): Tokenize {
  if (pattern === DEFAULT_TOKEN_PATTERN) return scanWords;
  let regexp: RegExp;
  try {
    regexp =
      typeof pattern === 'string'
        ? new RegExp(fromPython(pattern), 'gv')
        : new RegExp(
            pattern.source,
            pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`,
          );
  } catch (error) {
    throw new ValueError(
      `${where}: tokenPattern ${String(pattern)} is not a regular expression: ${(error as Error).message}`,
      { cause: error },
    );
  }
  const groups = new RegExp(`${regexp.source}|`, regexp.flags).exec('')!.length - 1;
  if (groups > 1) {
    throw new ValueError(
      `${where}: tokenPattern has ${groups} groups; one at most may say what the token is.`,
    );
  }
  return groups === 1
    ? (text) => Array.from(text.matchAll(regexp), (match) => match[1] ?? '')
    : (text) => text.match(regexp) ?? [];
}
