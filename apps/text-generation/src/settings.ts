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
import { SAMPLERS, type SamplerName } from './samplers.js';

export type CorpusName = 'nietzsche' | 'blog' | 'grammar';

/** What the command line says. */
export interface Settings {
  /** Which text; undefined: Nietzsche if he can be had, a made-up text otherwise. */
  corpus?: CorpusName;
  /** Characters of the text to use. */
  limit?: number;
  epochs: number;
  batchSize: number;
  /** Characters of a window, and from one window to the next. */
  maxLength: number;
  step: number;
  units: number;
  /** RMSprop's. */
  learningRate: number;
  sampler: SamplerName;
  /** Characters to write after each epoch, for each diversity. */
  length: number;
  /** Where to keep what was learned, after each epoch. */
  checkpoint?: string;
  /** Goes on from the checkpoint. */
  resume: boolean;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'text-generation',
    'Trains a character LSTM on a text and lets it write on, after every epoch.',
    console,
  )
    .addOption(
      choice(
        '--corpus <name>',
        'which text: Nietzsche, blog posts, or one made by a grammar; default: Nietzsche if he can be had',
        ['nietzsche', 'blog', 'grammar'],
      ),
    )
    .addOption(wholeNumber('--limit <n>', 'use only the first characters of the text', 100))
    .addOption(wholeNumber('--epochs <n>', 'passes over the text, all runs together').default(2))
    .addOption(wholeNumber('--batch-size <n>', 'windows in a step').default(128))
    .addOption(wholeNumber('--max-length <n>', 'characters of a window').default(40))
    .addOption(wholeNumber('--step <n>', 'characters from one window to the next').default(3))
    .addOption(wholeNumber('--units <n>', 'units of the LSTM').default(128))
    .addOption(share('--learning-rate <n>', "RMSprop's; the tutorial's is 0.01").default(0.015))
    .addOption(
      choice('--sampler <name>', 'how characters are drawn', Object.keys(SAMPLERS)).default(
        'temperature',
      ),
    )
    .addOption(
      wholeNumber('--length <n>', 'characters to write for each diversity', 0).default(400),
    )
    .option('--checkpoint <file>', 'keep what was learned in a file, after each epoch')
    .option('--resume', 'go on from the checkpoint', false)
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}
