import {
  choice,
  command,
  parse,
  share,
  wholeNumber,
  type Console,
  verbosity,
  type Verbosity,
} from '@ibexjs-apps/kit';
import { NETWORKS, type NetworkName } from './networks.js';

/** What the command line says. */
export interface Settings {
  network: NetworkName;
  /** Which reviews; undefined: IMDB if it can be had, the made-up ones otherwise. */
  data?: 'imdb' | 'grammar';
  epochs: number;
  batchSize: number;
  /** Adam's; default: by the network. */
  learningRate?: number;
  /** Words of a review that are read: its last ones. */
  maxLength: number;
  /** Words that are known: the most frequent ones. */
  maxFeatures: number;
  /** Reviews to learn from, and to test. */
  train: number;
  test: number;
  /** Sentences to judge at the end. */
  sentence: string[];
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'imdb-rnn',
    'Trains a recurrent network to tell good film reviews from bad ones, then judges yours.',
    console,
  )
    .addOption(
      choice('--network <name>', 'which layer reads', Object.keys(NETWORKS)).default('lstm'),
    )
    .addOption(
      choice(
        '--data <name>',
        'IMDB, or reviews made by a grammar; default: IMDB if it can be had',
        ['imdb', 'grammar'],
      ),
    )
    .addOption(wholeNumber('--epochs <n>', 'passes over the reviews').default(1))
    .addOption(wholeNumber('--batch-size <n>', 'reviews in a step').default(32))
    .addOption(
      share('--learning-rate <n>', "Adam's; default: 0.0003 for the simple network, else 0.001"),
    )
    .addOption(wholeNumber('--max-length <n>', 'words of a review that are read').default(100))
    .addOption(wholeNumber('--max-features <n>', 'words that are known', 4).default(20_000))
    .addOption(wholeNumber('--train <n>', 'reviews to learn from').default(20_000))
    .addOption(wholeNumber('--test <n>', 'reviews to test').default(5_000))
    .option(
      '--sentence <text>',
      'judge this text at the end; may be repeated',
      (text: string, before: string[]) => [...before, text],
      [],
    )
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}
