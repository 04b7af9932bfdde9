import { Command, CommanderError } from 'commander';

import { doctor, type DoctorOptions } from './doctor/doctor.js';
import { type Output, processOutput } from './output.js';

/** Exit codes of the command. */
const EXIT = { success: 0, failure: 1, usage: 2 } as const;

/**
 * The command `ibexjs`.
 * @param argv the words after the command's name: `['doctor', '--json']`
 * @returns the exit code: 0, 1 when something is wrong, 2 for words that it does not understand
 */
export async function main(
  argv: readonly string[],
  output: Output = processOutput,
): Promise<number> {
  let code: number = EXIT.success;
  const program = new Command('ibexjs')
    .description('Keras for TypeScript, from the command line')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    });
  program
    .command('doctor')
    .description('tells which backends work here, tests them, and says what mends the others')
    .argument('[backends...]', 'look at these only')
    .option('--json', 'print JSON, for programs')
    .option('--no-speed', 'leave out how fast they are')
    .allowExcessArguments(false)
    .action(async (names: string[], options: Omit<DoctorOptions, 'names'>) => {
      code = (await doctor({ ...options, names }, output)) ? EXIT.success : EXIT.failure;
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage;
    output.err((error as Error).message);
    return EXIT.usage;
  }
}
