import { checkChoice } from '@ibexjs/core/plain';

import { naturalStopWords, STOP_WORD_LANGUAGES, type StopWordLanguage } from './natural.js';

export { ENGLISH_STOP_WORDS } from './english-stop-words.js';
export type { StopWordLanguage };

/**
 * Words that say little, of one of 15 languages, for the option `stopWords` of a vectorizer. From
 * `natural`; scikit-learn's English list is `ENGLISH_STOP_WORDS`.
 */
export async function loadStopWords(language: StopWordLanguage): Promise<string[]> {
  const known = checkChoice('loadStopWords', 'language', language, STOP_WORD_LANGUAGES);
  return (await naturalStopWords(known)).slice();
}
