import {
  choice,
  command,
  parse,
  verbosity,
  wholeNumber,
  type Console,
  type Verbosity,
} from '@ibexjs-apps/kit';

/** What the command line says. */
export interface Settings {
  /** Which reviews and vectors; undefined: the real ones if they can be had. */
  data?: 'imdb' | 'made-up';
  epochs: number;
  batchSize: number;
  /** Words that are known, and words of a review that are read. */
  words: number;
  length: number;
  /** Reviews to learn from, and to test. */
  train: number;
  test: number;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'glove',
    'Judges film reviews with pretrained word vectors: frozen, trained further, or none.',
    console,
  )
    .addOption(
      choice('--data <name>', 'IMDB, or made-up reviews; default: IMDB if it can be had', [
        'imdb',
        'made-up',
      ]),
    )
    .addOption(wholeNumber('--epochs <n>', 'passes over the reviews').default(4))
    .addOption(wholeNumber('--batch-size <n>', 'reviews in a step').default(32))
    .addOption(wholeNumber('--words <n>', 'words that are known').default(5000))
    .addOption(wholeNumber('--length <n>', 'words of a review that are read').default(150))
    .addOption(wholeNumber('--train <n>', 'reviews to learn from').default(2000))
    .addOption(wholeNumber('--test <n>', 'reviews to test').default(1000))
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}
