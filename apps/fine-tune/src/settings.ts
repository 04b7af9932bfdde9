import {
  choice,
  command,
  parse,
  verbosity,
  wholeNumber,
  type Console,
  type Verbosity,
} from '@ibexjs-apps/kit';
import * as applications from '@ibexjs/applications';
import { ValueError } from '@ibexjs/core';

/** All of Keras' applications, by the names of their factories: `vgg16`, `mobileNet` … */
export const APPLICATIONS: Readonly<Record<string, applications.Application>> = Object.fromEntries(
  Object.entries(applications).filter(
    (entry): entry is [string, applications.Application] =>
      typeof entry[1] === 'function' && 'inputSize' in entry[1],
  ),
);

export type HeadName = 'flatten' | 'pool';

/** What the command line says. */
export interface Settings {
  /** A folder with a folder for each class; none: the shipped digits. */
  data?: string;
  /** The pretrained base; undefined: a small MobileNet if it is at hand. */
  application?: string;
  /** Of the application: `imagenet`, `random`, or a file. */
  weights: string;
  /** Edge of the pictures. */
  size?: number;
  /** So many first layers stay as they are; undefined: all of the base. */
  freeze?: number;
  /** How features become a vector. */
  head: HeadName;
  /** Units of the new hidden layer. */
  units: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  /** Percent of each class that is kept for testing. */
  testShare: number;
  save?: string;
  report?: string;
  backend: string;
  seed: number;
  verbose: Verbosity;
}

/** Reads the command line. @throws ValueError for what does not go together */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'fine-tune',
    'Teaches a pretrained network new classes: its first layers stay as they are, a new head learns.',
    console,
  )
    .option('--data <folder>', 'a folder of pictures for each class; default: shipped digits')
    .addOption(
      choice(
        '--application <name>',
        "the base: vgg16 is the tutorial's; default: MobileNet of a quarter of the width",
        Object.keys(APPLICATIONS),
      ),
    )
    .option('--weights <source>', "the application's: imagenet, random, or a file", 'imagenet')
    .addOption(wholeNumber('--size <n>', 'edge of the pictures', 32))
    .addOption(
      wholeNumber(
        '--freeze <n>',
        "so many first layers stay as they are; default: all (VGG16 has 19, the tutorial's 25 are all)",
        0,
      ),
    )
    .addOption(
      choice('--head <name>', 'flatten features, or pool them by averages', [
        'flatten',
        'pool',
      ]).default('flatten'),
    )
    .addOption(wholeNumber('--units <n>', 'of the new hidden layer').default(64))
    .addOption(wholeNumber('--epochs <n>', 'passes over the training pictures').default(30))
    .addOption(wholeNumber('--batch-size <n>', 'pictures in a step').default(16))
    .option('--learning-rate <x>', 'of Adam', Number, 1e-4)
    .addOption(wholeNumber('--test-share <n>', 'percent of each class for testing').default(20))
    .option('--save <file>', 'save the network, .keras or .h5, for apps/image-classify')
    .option('--report <file>', 'write an HTML report')
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws everything that is random', 0).default(1))
    .addOption(verbosity());
  const settings = parse<Settings>(program, argv);
  if (!(settings.learningRate > 0)) {
    throw new ValueError(`Option --learning-rate must be a positive number.`);
  }
  if (settings.testShare >= 100) {
    throw new ValueError('Option --test-share must be below 100: something must be learned from.');
  }
  if (settings.weights !== 'imagenet' && settings.application === undefined) {
    throw new ValueError('Option --weights needs --application: which network the weights are of.');
  }
  return settings;
}
