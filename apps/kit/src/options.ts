import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Console } from './console.js';

/** A command line that cannot be understood, already explained to the user; or a wish for help. */
export class UsageError extends Error {
  constructor(readonly exitCode: number) {
    super('usage');
  }
}

/** A demo's command: unknown options and stray words are errors, explained on standard error. */
export function command(name: string, description: string, console: Console): Command {
  return new Command(name)
    .description(description)
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => console.out(text.replace(/\n$/, '')),
      writeErr: (text) => console.err(text.replace(/\n$/, '')),
    });
}

/**
 * Reads the arguments after the program's name.
 * @throws UsageError after printing what is wrong, or the help that was asked for
 */
export function parse<T extends object>(program: Command, argv: readonly string[]): T {
  try {
    return program.parse(argv, { from: 'user' }).opts<T>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(error.exitCode === 0 ? 0 : 2);
  }
}

/** `--name <word>`, one of a few words. */
export function choice(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words);
}

/** `--name <n>`, a whole number not below `least`. */
export function wholeNumber(flags: string, description: string, least = 1): Option {
  return new Option(flags, description).argParser((text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
  });
}

/** `--name <share>`, from 0 to below 1. */
export function share(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const number = Number(text);
    if (/^[\d.]+$/.test(text) && number >= 0 && number < 1) return number;
    throw new InvalidArgumentError('It must be a number from 0 to below 1, like 0.5.');
  });
}

/** How much training prints, as in Keras: nothing, progress bars, a line an epoch. */
export type Verbosity = 0 | 1 | 2;

/** `--verbose <n>`. */
export function verbosity(): Option {
  return new Option('--verbose <n>', '0: silent training, 1: progress bars, 2: a line an epoch')
    .argParser((text): Verbosity => {
      if (text === '0' || text === '1' || text === '2') return Number(text) as Verbosity;
      throw new InvalidArgumentError('It must be 0, 1 or 2.');
    })
    .default(1);
}
