import { checkOptions, ValueError } from '@ibexjs/core/plain';

/** Characters that Keras takes out of a text: ASCII punctuation but the apostrophe, tab, newline. */
export const DEFAULT_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n';

export interface WordSequenceOptions {
  /** Characters that are replaced by `split`. Default: punctuation, tab and newline. */
  filters?: string;
  /** Lower-case the text first. Default true. */
  lower?: boolean;
  /** What separates words. Default a space. */
  split?: string;
}

export const WORD_SEQUENCE_OPTIONS = ['filters', 'lower', 'split'] as const;

/** A function that splits texts with fixed options; faster than one call for every text. */
export function wordSplitter(options: WordSequenceOptions = {}): (text: string) => string[] {
  const { filters = DEFAULT_FILTERS, lower = true, split = ' ' } = options;
  if (split === '') {
    throw new ValueError('textToWordSequence: option "split" must not be empty; use charLevel.');
  }
  const filtered = filters && new RegExp(`[${filters.replace(/[\\\]^-]/g, '\\$&')}]`, 'gu');
  return (text) => {
    let words = lower ? text.toLowerCase() : text;
    if (filtered) words = words.replace(filtered, () => split);
    return words.split(split).filter((word) => word !== '');
  };
}

/**
 * Splits a text into its words: lower case, punctuation out, split at spaces. Equal to Keras'
 * `text_to_word_sequence`.
 *
 * @example textToWordSequence('The cat sat, quietly.') // ['the', 'cat', 'sat', 'quietly']
 */
export function textToWordSequence(text: string, options: WordSequenceOptions = {}): string[] {
  checkOptions('textToWordSequence', options, WORD_SEQUENCE_OPTIONS);
  return wordSplitter(options)(text);
}
