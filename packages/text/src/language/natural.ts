/**
 * The only place that touches `natural`. Its parts are imported deep and on first use: its root
 * starts database clients, takes a second and prints.
 */
export async function naturalTokenizers() {
  return (await import('natural/lib/natural/tokenizers/index.js')).default;
}

export async function naturalStemmers() {
  return (await import('natural/lib/natural/stemmers/index.js')).default;
}

export async function naturalPhonetics() {
  return (await import('natural/lib/natural/phonetics/index.js')).default;
}

/** natural's words to leave out, by language. */
const STOP_WORDS = {
  english: () => import('natural/lib/natural/util/stopwords.js'),
  spanish: () => import('natural/lib/natural/util/stopwords_es.js'),
  persian: () => import('natural/lib/natural/util/stopwords_fa.js'),
  french: () => import('natural/lib/natural/util/stopwords_fr.js'),
  indonesian: () => import('natural/lib/natural/util/stopwords_id.js'),
  italian: () => import('natural/lib/natural/util/stopwords_it.js'),
  japanese: () => import('natural/lib/natural/util/stopwords_ja.js'),
  dutch: () => import('natural/lib/natural/util/stopwords_nl.js'),
  norwegian: () => import('natural/lib/natural/util/stopwords_no.js'),
  polish: () => import('natural/lib/natural/util/stopwords_pl.js'),
  portuguese: () => import('natural/lib/natural/util/stopwords_pt.js'),
  russian: () => import('natural/lib/natural/util/stopwords_ru.js'),
  swedish: () => import('natural/lib/natural/util/stopwords_sv.js'),
  ukrainian: () => import('natural/lib/natural/util/stopwords_uk.js'),
  chinese: () => import('natural/lib/natural/util/stopwords_zh.js'),
} as const;

export type StopWordLanguage = keyof typeof STOP_WORDS;

export const STOP_WORD_LANGUAGES = Object.keys(STOP_WORDS) as StopWordLanguage[];

export async function naturalStopWords(language: StopWordLanguage): Promise<string[]> {
  return (await STOP_WORDS[language]()).default.words;
}

/** Abbreviations after which a dot ends no sentence. */
export async function naturalAbbreviations(language: 'english' | 'spanish'): Promise<string[]> {
  const list =
    language === 'english'
      ? await import('natural/lib/natural/util/abbreviations_en.js')
      : await import('natural/lib/natural/util/abbreviations_es.js');
  return list.default.knownAbbreviations;
}
