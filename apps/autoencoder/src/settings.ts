import {
  choice,
  command,
  parse,
  wholeNumber,
  type Console,
  type DigitData,
  verbosity,
  type Verbosity,
} from '@ibexjs-apps/kit';

export type Variant = 'dense' | 'conv' | 'variational';

/** What the command line says. */
export interface Settings {
  variant: Variant;
  /** Which images; undefined: MNIST if it can be had, the shipped digits otherwise. */
  data?: DigitData;
  epochs?: number;
  batchSize?: number;
  /** Labelled images that the classifiers learn from. */
  labels: number;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'autoencoder',
    'Trains a network that squeezes digits through a few numbers and draws them again.',
    console,
  )
    .addOption(
      choice('--variant <name>', 'which autoencoder', ['dense', 'conv', 'variational']).default(
        'dense',
      ),
    )
    .addOption(
      choice(
        '--data <name>',
        'MNIST (28x28), or the 1,797 shipped digits (8x8); default: MNIST if it can be had',
        ['mnist', 'digits'],
      ),
    )
    .addOption(wholeNumber('--epochs <n>', 'passes over the training images'))
    .addOption(wholeNumber('--batch-size <n>', 'images in a step'))
    .addOption(
      wholeNumber('--labels <n>', 'labelled images for the classifiers at the end', 10).default(
        200,
      ),
    )
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}

/** How long an autoencoder is trained, in what steps. */
export interface Recipe {
  batchSize: number;
  epochs: number;
}

/** The tutorial's 50 passes over MNIST in batches of 256; more over the small shipped set. */
export function recipe(data: DigitData, settings: Settings): Recipe {
  const base = data === 'mnist' ? { batchSize: 256, epochs: 50 } : { batchSize: 32, epochs: 100 };
  return {
    batchSize: settings.batchSize ?? base.batchSize,
    epochs: settings.epochs ?? base.epochs,
  };
}
