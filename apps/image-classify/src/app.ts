import { run, type Console } from '@ibexjs-apps/kit';
import { describeChoice, useBackend } from '@ibexjs/backends';
import { FormatError, setRandomSeed } from '@ibexjs/core';
import { classify, type Answers } from './classify.js';
import { openNetwork } from './network.js';
import { findPictures } from './pictures.js';
import { describe, SHOWN, toJson, writeReport } from './results.js';
import { readSettings } from './settings.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function imageClassify(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    // with --json standard output is for programs
    const tell = (line: string) => (settings.json ? console.err(line) : console.out(line));
    const pictures = await findPictures(settings.pictures);
    const choice = await useBackend(settings.backend);
    setRandomSeed(settings.seed);
    const network = await openNetwork(settings, interruption.signal);
    tell(`Data: ${pictures.described}.`);
    tell(`Network: ${network.described}.`);
    tell(describeChoice(choice));
    const started = performance.now();
    const { report, heatMap, top } = settings;
    const kept = report === undefined ? 0 : SHOWN;
    const answers = await classify(pictures.list, network, { top, kept, heatMap, interruption });
    const seconds = (performance.now() - started) / 1000;
    network.model.dispose();

    if (settings.json) console.out(toJson(network.described, answers));
    else for (const answer of answers.answers) console.out(`\n${describe(answer)}`);
    const told = answers.answers.length;
    tell(
      `\n${told} of ${pictures.list.length} pictures in ${seconds.toFixed(1)} s on ${choice.name}`,
    );
    if (report !== undefined) {
      const { described: data } = pictures;
      const facts = { network: network.described, data, backend: choice.name, seconds, answers };
      await writeReport({ path: report, ...facts });
      tell(`Report: ${report}`);
    }
    complain(answers);
  });
}

/** @throws FormatError naming the pictures that could not be read, once all else is told */
function complain({ answers, unreadable }: Answers): void {
  if (unreadable.length === 0) return;
  const count = `${unreadable.length} of ${answers.length + unreadable.length}`;
  const reasons = unreadable.map(({ reason }) => `  - ${reason}`).join('\n');
  throw new FormatError(`${count} pictures could not be read:\n${reasons}`);
}
