import {
  choice,
  command,
  parse,
  verbosity,
  wholeNumber,
  type Console,
  type Verbosity,
} from '@ibexjs-apps/kit';
import { APPLICATIONS } from './applications.js';

/** What the command line says. */
export interface Settings {
  /** Files and folders; none: pictures that are at hand. */
  pictures: readonly string[];
  /** One of Keras' applications; undefined: a small MobileNet if it is at hand. */
  application?: string;
  /** Of the application: `imagenet`, `random`, or a file. */
  weights: string;
  /** A model of one's own, in place of an application. */
  model?: string;
  top: number;
  json: boolean;
  heatMap: boolean;
  report?: string;
  backend: string;
  seed: number;
  verbose: Verbosity;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'image-classify',
    'Names what photographs show. Without pictures it takes some that are at hand.',
    console,
  )
    .allowExcessArguments()
    .usage('[options] [pictures or folders...]')
    .addOption(
      choice(
        '--application <name>',
        'which network; default: MobileNet of a quarter of the width',
        Object.keys(APPLICATIONS),
      ).conflicts('model'),
    )
    .option('--weights <source>', "the application's: imagenet, random, or a file", 'imagenet')
    .option('--model <file>', 'a model of your own: .keras or .h5 with .classes.json beside it')
    .addOption(wholeNumber('--top <n>', 'how many classes to tell').default(5))
    .option('--json', 'print JSON on standard output, all else on standard error', false)
    .option('--no-heat-map', 'no maps of where the network saw it (Grad-CAM) in the report')
    .option('--report <file>', 'write an HTML report')
    .option('--backend <name>', 'where to compute: wasm, cpu …', 'auto')
    .addOption(wholeNumber('--seed <n>', 'draws random weights', 0).default(1))
    .addOption(verbosity());
  const options = parse<Omit<Settings, 'pictures'>>(program, argv);
  return { ...options, pictures: program.args };
}
