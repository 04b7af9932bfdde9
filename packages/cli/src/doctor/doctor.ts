import { backendNames } from '@ibexjs/backends';
import { NotFoundError } from '@ibexjs/core';

import type { Output } from '../output.js';
import { examine } from './examine.js';
import { formatReport } from './format.js';
import { type BackendReport, type DoctorReport, isHealthy } from './report.js';

/** Options of `ibexjs doctor`. */
export interface DoctorOptions {
  /** The backends to look at. Default: all. */
  names?: readonly string[];
  json?: boolean;
  /** Default: true. */
  speed?: boolean;
}

/**
 * Looks at every backend, each in a process of its own, and prints what it found.
 * @returns whether all is well: see `DoctorReport.healthy`
 */
export async function doctor(options: DoctorOptions, output: Output): Promise<boolean> {
  const { json = false, speed = true } = options;
  const known = backendNames();
  const names = options.names?.length ? options.names : known;
  for (const name of names) {
    if (!known.includes(name)) {
      throw new NotFoundError(`There is no backend "${name}"; there are: ${known.join(', ')}.`);
    }
  }
  const found: BackendReport[] = [];
  // one after the other, or they would take each other's time
  for (const name of names) {
    if (!json) output.err(`Looking at ${name} …`);
    found.push(await examine(name, speed));
  }
  const works = (b: BackendReport) => b.available && isHealthy(b);
  const auto = found.find((b) => works(b) && b.slow === undefined)?.name;
  const report: DoctorReport = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    ...(auto !== undefined && { auto }),
    healthy: found.every(isHealthy) && found.some(works),
    backends: found,
  };
  output.out(json ? JSON.stringify(report, null, 2) : formatReport(report));
  return report.healthy;
}
