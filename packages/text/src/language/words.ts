/** Runs of letters, digits and underscores of any script, with the marks written over them. */
const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;
/** The same, an apostrophe or hyphen within a word belonging to it; or a single punctuation mark. */
const WORDS_AND_MARKS = /[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}_]+)*|[^\s\p{L}\p{M}\p{N}_]/gu;

/**
 * The words of a text in any script. (natural's `WordTokenizer` knows A to Z and Russian only:
 * "naïve café" falls into na, ve, caf.)
 *
 * @example wordTokens('naïve café, 2 francs') // ['naïve', 'café', '2', 'francs']
 */
export function wordTokens(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/**
 * Words and punctuation marks, each a token.
 *
 * @example wordPunctTokens("It isn't so.") // ['It', "isn't", 'so', '.']
 */
export function wordPunctTokens(text: string): string[] {
  return text.match(WORDS_AND_MARKS) ?? [];
}
