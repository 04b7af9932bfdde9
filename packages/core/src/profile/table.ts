import type { LayerProfileEntry, ProfileEntry } from './recorder.js';

/** Lines of a table that are shown; the rest becomes one line. */
const SHOWN = 25;

/** What `profile` measured. */
export interface Profile {
  /** Wall time of the whole, in milliseconds. */
  readonly ms: number;
  /** Milliseconds spent in kernels. */
  readonly kernelMs: number;
  /** By kernel, the most expensive first. */
  readonly kernels: readonly ProfileEntry[];
  /** By layer and scope, the most expensive first. */
  readonly layers: readonly LayerProfileEntry[];
}

const time = (ms: number) => ms.toFixed(1);
const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const percent = (part: number, whole: number) => `${((100 * part) / (whole || 1)).toFixed(1)}%`;

/** The profile as two tables of text: kernels, then layers. */
export function profileTable({ ms, kernelMs, kernels, layers }: Profile): string {
  const kernelRows = kernels.map((k) => [
    ...[k.name, String(k.calls), time(k.ms), percent(k.ms, ms), megabytes(k.bytes)],
  ]);
  const layerRows = layers.map((l) => [
    ...[l.name, String(l.calls), time(l.ms), time(l.backwardMs)],
    ...[percent(l.ms + l.backwardMs, ms), megabytes(l.bytes)],
  ]);
  const rest = ms - kernelMs;
  return [
    `profile: ${time(ms)} ms, of which ${time(kernelMs)} ms (${percent(kernelMs, ms)}) in kernels ` +
      `and ${time(rest)} ms in JavaScript and waiting`,
    '',
    layOut(['kernel', 'calls', 'ms', 'share', 'MB made'], kernelRows),
    '',
    layOut(['layer', 'kernels', 'forward ms', 'backward ms', 'share', 'MB made'], layerRows),
  ].join('\n');
}

/** Columns of equal width: the first to the left, numbers to the right. */
function layOut(head: string[], rows: string[][]): string {
  const shown = [head, ...rows.slice(0, SHOWN)];
  const widths = head.map((_, i) => Math.max(...shown.map((row) => row[i]!.length)));
  const lines = shown.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  if (rows.length > SHOWN) lines.push(`… and ${rows.length - SHOWN} more`);
  return lines.join('\n');
}
