import { checkChoice } from '@ibexjs/core/plain';

import { naturalPhonetics } from './natural.js';

const NAMES = ['soundex', 'metaphone', 'doubleMetaphone', 'daitchMokotoff'] as const;

export type PhoneticsName = (typeof NAMES)[number];

/**
 * A function from a word to codes of its sound, so that words that sound alike have a code in
 * common. Double Metaphone gives two codes, the others one. From `natural`.
 *
 * @example (await loadPhonetics('soundex'))('Robert') // ['R163']
 */
export async function loadPhonetics(
  name: PhoneticsName = 'doubleMetaphone',
): Promise<(word: string) => string[]> {
  const chosen = checkChoice('loadPhonetics', 'name', name, NAMES);
  const { DoubleMetaphone, Metaphone, SoundEx, SoundExDM } = await naturalPhonetics();
  if (chosen === 'doubleMetaphone') {
    const coder = new DoubleMetaphone();
    return (word) => coder.process(word);
  }
  const coder = new { soundex: SoundEx, metaphone: Metaphone, daitchMokotoff: SoundExDM }[chosen]();
  return (word) => [coder.process(word)];
}
