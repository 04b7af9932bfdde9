/** What Python takes for white space. */
const SPACE =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES = new RegExp(`${SPACE}{2,}`, 'g');
const ANY_SPACES = new RegExp(`${SPACE}+`);

/** Runs of `shortest` to `longest` tokens, joined by spaces. */
export function wordNgrams(tokens: string[], shortest: number, longest: number): string[] {
  const ngrams = shortest === 1 ? tokens.slice() : [];
  for (let n = Math.max(shortest, 2); n <= Math.min(longest, tokens.length); n++) {
    for (let i = 0; i + n <= tokens.length; i++) {
      let ngram = tokens[i]!;
      for (let j = 1; j < n; j++) ngram += ` ${tokens[i + j]!}`;
      ngrams.push(ngram);
    }
  }
  return ngrams;
}

/** A function that cuts pieces of a text by characters, not by UTF-16 units. */
function cutter(text: string): { length: number; cut: (from: number, to: number) => string } {
  if (!/[\ud800-\udfff]/.test(text)) {
    return { length: text.length, cut: (from, to) => text.slice(from, to) };
  }
  const characters = Array.from(text);
  return {
    length: characters.length,
    cut: (from, to) => characters.slice(from, to).join(''),
  };
}

/** Runs of `shortest` to `longest` characters; white space counts as one space. */
export function charNgrams(text: string, shortest: number, longest: number): string[] {
  const { length, cut } = cutter(text.replace(SPACES, ' '));
  const ngrams: string[] = [];
  for (let n = shortest; n <= Math.min(longest, length); n++) {
    for (let i = 0; i + n <= length; i++) ngrams.push(cut(i, i + n));
  }
  return ngrams;
}

/**
 * Runs of characters within words, each word having a space before and after it. A word shorter
 * than the run counts once, whole.
 */
export function charWordNgrams(text: string, shortest: number, longest: number): string[] {
  const ngrams: string[] = [];
  for (const word of text.split(ANY_SPACES)) {
    if (word === '') continue;
    const { length, cut } = cutter(` ${word} `);
    for (let n = shortest; n <= longest; n++) {
      ngrams.push(cut(0, n));
      for (let i = 1; i + n <= length; i++) ngrams.push(cut(i, i + n));
      if (n >= length) break;
    }
  }
  return ngrams;
}
