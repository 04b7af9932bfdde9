// Runs measurements as processes.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const surroundings = (env) => ({ ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...env });
const LIMIT_MS = 600_000;

/** The last line that a process prints, as JSON; `{ reason }` when it fails. */
export async function measure(process) {
  const results = await measureAll(process);
  return results.reason ? results : results.at(-1);
}

/** All lines of JSON that a process prints; `{ reason }` when it fails. */
export async function measureAll([command, args, env]) {
  try {
    const options = { env: surroundings(env), timeout: LIMIT_MS, maxBuffer: 1 << 26 };
    const { stdout } = await execute(command, args, options);
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line));
  } catch (error) {
    const lines = String(error.stderr ?? error.message).split('\n');
    const line = lines.findLast((text) => /error/i.test(text)) ?? 'failed';
    return { reason: line.trim().slice(0, 120) };
  }
}

/**
 * Milliseconds from the start of a process until it prints `first batch`, and the processor
 * time of its parts, where it prints that; undefined if it never does.
 */
export function timeToFirstBatch([command, args, env]) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, {
      env: surroundings(env),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let ms;
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      if (printed.includes('first batch')) ms ??= performance.now() - started;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', () => {
      const [, parts = '{}'] = /first batch (\{.*\})/.exec(printed) ?? [];
      resolve(ms && { ms, parts: JSON.parse(parts) });
    });
  });
}
