import { barChart, lineChart, Report } from '@ibexjs/plot';

import type { Compared } from './compare.js';
import { NETWORKS, type NetworkName } from './networks.js';
import type { Settings } from './settings.js';

/** Columns of the comparison, in the terminal and in the report. */
export const HEAD = [
  'backend',
  'first step (s)',
  'a step (ms)',
  'first loss',
  'last loss',
  'losses differ by',
  'predictions differ by',
];

export function rowOf(run: Compared): string[] {
  return [
    run.backend,
    run.firstSeconds.toFixed(2),
    (run.stepSeconds * 1000).toFixed(1),
    run.losses[0]!.toFixed(6),
    run.losses.at(-1)!.toFixed(6),
    run.lossDifference.toExponential(1),
    run.predictionDifference.toExponential(1),
  ];
}

export type Results = [NetworkName, Compared[]][];

/** Curves, differences and seconds of every network on one page. */
export async function writeReport(
  path: string,
  settings: Settings,
  results: Results,
): Promise<void> {
  const report = new Report({
    title: 'The same training on every backend',
    subtitle: `${settings.steps} steps of ${settings.batchSize} samples, Adam, seed ${settings.seed}, Node ${process.version}`,
  });
  for (const [name, runs] of results) {
    const [first, ...others] = runs;
    report.heading(`${name}: ${NETWORKS[name].title}`);
    report.table({ head: HEAD, rows: runs.map(rowOf) });
    report.figure(
      lineChart({
        title: 'Loss',
        xTitle: 'step',
        series: runs.map(({ backend, losses }) => ({ name: backend, y: losses })),
      }),
      'Where the backends agree, one curve covers the others.',
    );
    if (others.length > 0) {
      report.figure(
        lineChart({
          title: `Difference of ${others.map(({ backend }) => backend).join(', ')} to ${first!.backend}`,
          xTitle: 'step',
          logY: true,
          series: others.map(({ backend, losses }) => ({
            name: backend,
            // none at all has no place on a logarithmic axis
            y: losses.map((loss, i) => Math.abs(loss - first!.losses[i]!) || NaN),
          })),
        }),
        `How far the loss of each step is from that on ${first!.backend}.`,
      );
    }
    report.figure(
      barChart({
        title: 'Milliseconds a step',
        labels: runs.map(({ backend }) => backend),
        values: runs.map(({ stepSeconds }) => stepSeconds * 1000),
      }),
      'The middle one of all steps but the first.',
    );
  }
  await report.save(path);
}
