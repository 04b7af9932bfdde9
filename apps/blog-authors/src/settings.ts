import {
  choice,
  command,
  parse,
  verbosity,
  wholeNumber,
  type Console,
  type Verbosity,
} from '@ibexjs-apps/kit';

/** How posts become numbers, and what reads them; see methods.ts. */
export const METHODS = ['hashing', 'tfidf-tutorial', 'tfidf'] as const;

export type Method = (typeof METHODS)[number];

/** What the command line says. */
export interface Settings {
  method: Method | 'all';
  /** Which posts; undefined: the blogs if they can be had, made-up texts otherwise. */
  data?: 'blogs' | 'made-up';
  epochs: number;
  batchSize: number;
  /** Words of a post that the recurrent network reads. */
  length: number;
  /** Numbers that words are hashed to. */
  buckets: number;
  /** Units of the recurrent network, and numbers in its word vectors. */
  units: number;
  /** Posts that are used; undefined: all. */
  limit?: number;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'blog-authors',
    'Tells whether a man or a woman wrote a blog post, as the tutorial does and as it should.',
    console,
  )
    .addOption(choice('--method <name>', 'which method', [...METHODS, 'all']).default('all'))
    .addOption(
      choice('--data <name>', 'blog posts, or made-up texts; default: blogs if they can be had', [
        'blogs',
        'made-up',
      ]),
    )
    .addOption(wholeNumber('--epochs <n>', 'passes over the posts').default(3))
    .addOption(wholeNumber('--batch-size <n>', 'posts in a step').default(32))
    .addOption(wholeNumber('--length <n>', 'words of a post that the LSTM reads').default(100))
    .addOption(wholeNumber('--buckets <n>', 'numbers that words are hashed to').default(30_000))
    .addOption(wholeNumber('--units <n>', 'units of the LSTM').default(128))
    .addOption(wholeNumber('--limit <n>', 'use so many posts only', 20))
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}
