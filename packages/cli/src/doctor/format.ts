import { formatTable } from '@ibexjs/plot';

import type { BackendReport, DoctorReport } from './report.js';

/** The report as a table, what is wrong, and what mends it. */
export function formatReport(report: DoctorReport): string {
  const table = formatTable({
    head: ['backend', 'works', 'on', 'self-test', 'GFLOP/s', 'ms a step'],
    rows: report.backends.map((backend) => [
      backend.name === report.auto ? `${backend.name} *` : backend.name,
      state(backend),
      backend.device ?? '',
      selfTest(backend),
      backend.speed ? rounded(backend.speed.gflops) : '',
      backend.speed ? rounded(backend.speed.stepMs) : '',
    ]),
  });
  const notes = report.backends.flatMap(remarks);
  return [
    `Node ${report.node} on ${report.platform}`,
    table,
    report.auto === undefined
      ? 'No backend works here.'
      : `* what 'auto' takes. GFLOP/s: products of 512 x 512 matrices; ms a step: training a small convolutional network, batch 32.`,
    ...notes,
    report.healthy ? 'All is well.' : 'Something is wrong: see above.',
  ].join('\n');
}

function state({ available, crashed, slow }: BackendReport): string {
  if (crashed !== undefined) return 'crashes';
  if (!available) return 'no';
  return slow === undefined ? 'yes' : 'yes, slow';
}

function selfTest({ checks }: BackendReport): string {
  if (checks.length === 0) return '';
  const passed = checks.filter(({ passes }) => passes).length;
  return `${passed} of ${checks.length}`;
}

/** A line for each thing that is wrong or missing. */
function remarks({ name, available, reason, remedy, slow, checks }: BackendReport): string[] {
  if (!available) return [`${name}: ${reason}${remedy ? `. To mend it: ${remedy}` : ''}`];
  const failed = checks.filter(({ passes }) => !passes);
  return [
    ...(slow === undefined ? [] : [`${name}: 'auto' does not take it, since ${slow}`]),
    ...failed.map(
      ({ name: check, difference, tolerance, error }) =>
        `${name}: ${check} ${error ? `failed: ${error}` : `is wrong by ${difference}, more than ${tolerance}`}`,
    ),
  ];
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
