import { choice, command, parse, wholeNumber, type Console } from '@ibexjs-apps/kit';

/** What the command line says. */
export interface Settings {
  /** Which texts; undefined: the first of blogs and IMDB that can be had, made-up ones otherwise. */
  data?: 'blogs' | 'imdb' | 'made-up';
  model: 'skipGram' | 'cbow';
  epochs: number;
  /** Numbers in a vector. */
  dimension: number;
  minCount: number;
  workers: number;
  /** Words on the map. */
  mapped: number;
  /** Words whose neighbours are shown. */
  word: string[];
  /** Texts that are used; undefined: all. */
  limit?: number;
  /** Vectors of documents as well, and a classifier on them. */
  documents: boolean;
  seed: number;
  report?: string;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'word-vectors',
    'Learns vectors of words and documents, and shows what they know.',
    console,
  )
    .addOption(
      choice('--data <name>', 'texts to learn from; default: blogs if they can be had', [
        'blogs',
        'imdb',
        'made-up',
      ]),
    )
    .addOption(choice('--model <name>', 'word2vec model', ['skipGram', 'cbow']).default('skipGram'))
    .addOption(wholeNumber('--epochs <n>', 'passes over the texts').default(10))
    .addOption(wholeNumber('--dimension <n>', 'numbers in a vector').default(100))
    .addOption(wholeNumber('--min-count <n>', 'leave rarer words out').default(5))
    .addOption(wholeNumber('--workers <n>', 'threads; 0 is the calling one', 0).default(1))
    .addOption(wholeNumber('--mapped <n>', 'words on the map', 10).default(150))
    .option(
      '--word <word>',
      'show its neighbours; may be repeated',
      (word: string, before: string[]) => [...before, word],
      [],
    )
    .addOption(wholeNumber('--limit <n>', 'use so many texts only', 20))
    .option('--no-documents', 'words only')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report');
  return parse<Settings>(program, argv);
}
