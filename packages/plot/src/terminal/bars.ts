import { shortNumber } from '../data/numbers.js';
import { BOLD, paint, seriesCode, visibleWidth } from './ansi.js';

export interface TerminalBar {
  label: string;
  value: number;
  /** Which series it belongs to; colours it. */
  series: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Horizontal bars to an eighth of a column, with label and value; below zero, bars are light. */
export function drawBars(
  title: string,
  bars: readonly TerminalBar[],
  { color, width }: { color: boolean; width: number },
): string {
  const labelWidth = Math.min(
    Math.max(...bars.map((bar) => visibleWidth(bar.label))),
    Math.floor(width / 3),
  );
  const numbers = bars.map((bar) => shortNumber(bar.value));
  const numberWidth = Math.max(...numbers.map((number) => number.length));
  const columns = Math.max(8, width - labelWidth - numberWidth - 4);
  const largest = Math.max(
    ...bars.map(({ value }) => (Number.isFinite(value) ? Math.abs(value) : 0)),
  );
  const lines = bars.map((bar, i) => {
    const share = Number.isFinite(bar.value) && largest > 0 ? Math.abs(bar.value) / largest : 0;
    const eighths = Math.round(share * columns * 8);
    const block =
      bar.value < 0
        ? '░'.repeat(Math.round(eighths / 8))
        : '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
    const label = cut(bar.label, labelWidth).padStart(labelWidth);
    return `${label} │${paint(block, color ? seriesCode(bar.series) : undefined)} ${numbers[i]}`;
  });
  return [paint(title, color ? BOLD : undefined), ...lines].join('\n');
}

function cut(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, width - 1).join('')}…`;
}
