import { type Console, run } from '@ibexjs-apps/kit';
import { listBackends, useBackend } from '@ibexjs/backends';
import { formatTable } from '@ibexjs/plot';

import { compare } from './compare.js';
import { NETWORKS, type NetworkName } from './networks.js';
import { HEAD, type Results, rowOf, writeReport } from './report.js';
import { readSettings } from './settings.js';
import { SOURCE } from './tasks.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function compareBackends(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    console.out(SOURCE);
    const backends = settings.backends?.split(',') ?? (await atHand(console));
    await useBackend(backends[0]);

    const names = settings.network ? [settings.network] : (Object.keys(NETWORKS) as NetworkName[]);
    const results: Results = [];
    for (const name of names) {
      console.out(`\n${name}: ${NETWORKS[name].title}, ${settings.steps} steps`);
      const runs = await compare(name, backends, {
        ...settings,
        onStep: () => interruption.signal.throwIfAborted(),
      });
      console.out(formatTable({ head: HEAD, rows: runs.map(rowOf) }));
      results.push([name, runs]);
    }
    if (settings.report !== undefined) {
      await writeReport(settings.report, settings, results);
      console.out(`\nReport: ${settings.report}`);
    }
  });
}

/** Backends that run here and are worth it; plain JavaScript first, as the yardstick. */
async function atHand(console: Console): Promise<string[]> {
  const names: string[] = [];
  for (const { name, available, slow, reason } of await listBackends()) {
    if (available && slow === undefined) names.push(name);
    else console.out(`Not ${name}: ${reason ?? slow}`);
  }
  return names.reverse();
}
