import { naturalAbbreviations, naturalTokenizers } from './natural.js';

export interface SentenceOptions {
  /** Whose abbreviations do not end a sentence. Default `'english'`. */
  language?: 'english' | 'spanish' | 'none';
  /** Further abbreviations, with their dot. */
  abbreviations?: readonly string[];
}

/**
 * A function that splits texts into sentences: at . ! ? … and paragraphs, but not within numbers,
 * addresses and abbreviations. From `natural`.
 */
export async function loadSentenceSplitter(
  options: SentenceOptions = {},
): Promise<(text: string) => string[]> {
  const { language = 'english', abbreviations = [] } = options;
  const known = language === 'none' ? [] : await naturalAbbreviations(language);
  const splitter = new (await naturalTokenizers()).SentenceTokenizer([...known, ...abbreviations]);
  // Its time grows with the square of the text, so paragraphs go in one by one.
  return (text) =>
    text
      .split(/\n\s*\n/)
      .filter((paragraph) => paragraph.trim() !== '')
      .flatMap((paragraph) => splitter.tokenize(paragraph));
}
