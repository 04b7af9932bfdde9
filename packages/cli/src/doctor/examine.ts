import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { ChildMessage } from './child.js';
import type { BackendReport } from './report.js';

/** Compiled, whoever asks: a test asks from the sources. */
const CHILD = fileURLToPath(new URL('../../dist/doctor/child.js', import.meta.url));
const PATIENCE = 180_000;

/** For tests: another program, less time. */
export interface ExamineOptions {
  child?: string | undefined;
  /** Milliseconds. */
  patience?: number | undefined;
}

/**
 * Examines a backend in a child process, so that a damaged library can end that process and not
 * this one.
 */
export function examine(
  name: string,
  speed: boolean,
  options: ExamineOptions = {},
): Promise<BackendReport> {
  const { child: program = CHILD, patience = PATIENCE } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, name, ...(speed ? ['speed'] : [])], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let doing = 'starting the process';
    let report: BackendReport | undefined;
    let printed = '';
    const listen = (text: string) => (printed = (printed + text).slice(-2000));
    child.stdout?.setEncoding('utf8').on('data', listen);
    child.stderr?.setEncoding('utf8').on('data', listen);
    child.on('message', (message: ChildMessage) => {
      if ('doing' in message) doing = message.doing;
      else report = message.report;
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, patience);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const how = late ? `no answer within ${patience / 1000} s` : (signal ?? `exit code ${code}`);
      resolve(report ?? crashReport(name, doing, how, printed));
    });
  });
}

function crashReport(name: string, doing: string, how: string, printed: string): BackendReport {
  const lines = printed.trim().split('\n');
  const said = lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
  return {
    name,
    available: false,
    crashed: `${how} while ${doing}`,
    reason: `its process ended (${how}) while ${doing}${said ? `: ${said.trim()}` : ''}`,
    remedy: 'install its library again; the one found is damaged or does not fit this machine',
    checks: [],
  };
}
