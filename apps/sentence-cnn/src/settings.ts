import {
  choice,
  command,
  parse,
  share,
  verbosity,
  wholeNumber,
  type Console,
  type Verbosity,
} from '@ibexjs-apps/kit';
import { TUTORIAL, type Recipe } from './recipes.js';

/** Word vectors: random at first, our word2vec's and frozen, our word2vec's and trained on. */
export const VARIANTS = ['rand', 'static', 'nonstatic'] as const;

export type Variant = (typeof VARIANTS)[number];

/** What word2vec learns from: see vectors.ts. */
export const SOURCES = ['ordered', 'shuffled', 'imdb'] as const;

export type Source = (typeof SOURCES)[number];

/** What the command line says; numbers that are undefined are the tutorial's, see recipes.ts. */
export interface Settings {
  variant: Variant | 'all';
  vectors: Source;
  /** Which sentences; undefined: the real ones if they can be had, made-up ones otherwise. */
  data?: 'rt-polarity' | 'made-up';
  batchSize: number;
  epochs?: number;
  dimension?: number;
  filters?: number;
  hidden?: number;
  dropoutWords?: number;
  dropoutHidden?: number;
  /** Sentences that are used; undefined: all. */
  limit?: number;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** The tutorial's numbers, for help. */
function tutorial(name: keyof Recipe): string {
  const numbers = VARIANTS.map((variant) => TUTORIAL[variant][name]);
  return `(default: ${numbers.join(', ')} for ${VARIANTS.join(', ')})`;
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
        '--vectors <name>',
        "what word2vec learns from: the sentences, praise before blame (the tutorial's way, which gives " +
          'labels away), the sentences shuffled, or the reviews of IMDB with them',
        SOURCES,
      ).default('ordered'),
    )
    .addOption(
      choice(
        '--data <name>',
        'sentences of film reviews, or of a grammar; default: the former if they can be had',
        ['rt-polarity', 'made-up'],
      ),
    )
    .addOption(wholeNumber('--batch-size <n>', 'sentences in a step').default(32))
    .addOption(wholeNumber('--epochs <n>', `passes over the sentences ${tutorial('epochs')}`))
    .addOption(wholeNumber('--dimension <n>', `numbers in a word vector ${tutorial('dimension')}`))
    .addOption(wholeNumber('--filters <n>', `filters of each width ${tutorial('filters')}`))
    .addOption(wholeNumber('--hidden <n>', `units before the verdict ${tutorial('hidden')}`))
    .addOption(share('--dropout-words <share>', `of word vectors ${tutorial('dropoutWords')}`))
    .addOption(share('--dropout-hidden <share>', `of hidden units ${tutorial('dropoutHidden')}`))
    .addOption(wholeNumber('--limit <n>', 'use so many sentences only', 20))
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(2))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}
