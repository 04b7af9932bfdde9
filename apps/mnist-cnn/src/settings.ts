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
import { NETWORKS, type NetworkName } from './networks.js';

export type TaskName = 'six' | 'digits';

/** What the command line says. */
export interface Settings {
  network: NetworkName;
  task: TaskName;
  /** Which images; undefined: MNIST if it can be had, the shipped digits otherwise. */
  data?: DigitData;
  epochs?: number;
  batchSize?: number;
  backend: string;
  seed: number;
  report?: string;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'mnist-cnn',
    'Trains a convolutional network on handwritten digits and shows what it learned.',
    console,
  )
    .addOption(choice('--network <name>', 'which network', Object.keys(NETWORKS)).default('deep'))
    .addOption(
      choice('--task <name>', 'six or not six, or all ten digits', ['six', 'digits']).default(
        'six',
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
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .option('--report <file>', 'write an HTML report')
    .addOption(verbosity());
  return parse<Settings>(program, argv);
}

/** How a network is trained. */
export interface Recipe {
  optimizer: 'sgd' | 'adadelta';
  learningRate: number;
  batchSize: number;
  epochs: number;
}

/**
 * The tutorial trains six-or-not-six by plain SGD, two passes over batches of 128. For all ten
 * digits that is far too little: Adadelta, as Keras' own MNIST example uses it, takes the same time
 * and reaches further. The shipped set is small, so it is passed over more often in smaller batches.
 */
export function recipe(data: DigitData, settings: Settings): Recipe {
  const base: Recipe =
    settings.task === 'six' && data === 'mnist'
      ? { optimizer: 'sgd', learningRate: 0.01, batchSize: 128, epochs: 2 }
      : data === 'mnist'
        ? { optimizer: 'adadelta', learningRate: 1, batchSize: 128, epochs: 2 }
        : { optimizer: 'adadelta', learningRate: 1, batchSize: 32, epochs: 40 };
  return {
    ...base,
    batchSize: settings.batchSize ?? base.batchSize,
    epochs: settings.epochs ?? base.epochs,
  };
}
