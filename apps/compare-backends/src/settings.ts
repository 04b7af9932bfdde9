import { choice, command, type Console, parse, wholeNumber } from '@ibexjs-apps/kit';

import { NETWORKS, type NetworkName } from './networks.js';

/** What the command line says. */
export interface Settings {
  /** Undefined: all that are at hand and not slow. */
  backends?: string;
  network?: NetworkName;
  steps: number;
  batchSize: number;
  seed: number;
  report?: string;
}

/** Reads the command line. */
export function readSettings(argv: readonly string[], console: Console): Settings {
  const program = command(
    'compare-backends',
    'Trains the same networks with the same seed on every backend at hand, and compares.',
    console,
  )
    .option('--backends <names>', 'such as cpu,wasm,webgpu; the first is the yardstick')
    .addOption(choice('--network <name>', 'one network; default: all', Object.keys(NETWORKS)))
    .addOption(wholeNumber('--steps <n>', 'training steps', 2).default(60))
    .addOption(wholeNumber('--batch-size <n>', 'samples in a step').default(32))
    .addOption(wholeNumber('--seed <n>', 'of weights and dropout', 0).default(1))
    .option('--report <file>', 'write curves and bars as HTML');
  return parse<Settings>(program, argv);
}
