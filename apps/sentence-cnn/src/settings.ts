import {
  choice,
  command,
  parse,
  verbosity,
  wholeNumber,
  type Console,
  type Verbosity,
} from '@ibexjs-apps/kit';

/** Where the word vectors come from: random, our word2vec and frozen, our word2vec and trained on. */
export const VARIANTS = ['rand', 'static', 'nonstatic'] as const;

export type Variant = (typeof VARIANTS)[number];

/** What the command line says. */
export interface Settings {
  variant: Variant | 'all';
  /** Which sentences; undefined: the real ones if they can be had, made-up ones otherwise. */
  data?: 'rt-polarity' | 'made-up';
  epochs: number;
  batchSize: number;
  /** Numbers in a word vector. */
  dimension: number;
  /** Filters of each width. */
  filters: number;
  /** Sentences that are used; undefined: all. */
  limit?: number;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'sentence-cnn',
    'Trains a convolutional network to tell praise from blame in sentences.',
    console,
  )
    .addOption(choice('--variant <name>', 'word vectors', [...VARIANTS, 'all']).default('rand'))
    .addOption(
      choice(
        '--data <name>',
        'sentences of film reviews, or of a grammar; default: the former if they can be had',
        ['rt-polarity', 'made-up'],
      ),
    )
    .addOption(wholeNumber('--epochs <n>', 'passes over the sentences').default(5))
    .addOption(wholeNumber('--batch-size <n>', 'sentences in a step').default(32))
    .addOption(wholeNumber('--dimension <n>', 'numbers in a word vector').default(20))
    .addOption(wholeNumber('--filters <n>', 'filters of each width').default(150))
    .addOption(wholeNumber('--limit <n>', 'use so many sentences only', 20))
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(2))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}
