import { environment } from '@ibexjs/core';
import type { TerminalOptions } from '../figure.js';

/** Foreground colours for series, in the order of the palette of the other faces. */
const SERIES_CODES = [34, 33, 32, 35, 36, 31, 94, 93];
const RESET = '\u001b[0m';

/** The escape sequence that starts the colour of the n-th series. */
export function seriesCode(index: number): string {
  return `\u001b[${SERIES_CODES[index % SERIES_CODES.length]}m`;
}

/** The text wrapped in a colour, or as it is. */
export function paint(text: string, code: string | undefined): string {
  return code === undefined ? text : `${code}${text}${RESET}`;
}

export const BOLD = '\u001b[1m';
export const DIM = '\u001b[2m';
export const GREEN = '\u001b[32m';
export const RED = '\u001b[31m';

/** Sets both colours of a character cell. */
export function trueColor(
  front: readonly [number, number, number],
  back: readonly [number, number, number],
): string {
  return `\u001b[38;2;${front.join(';')}m\u001b[48;2;${back.join(';')}m`;
}

export const resetColor = RESET;

/** Fills in what the caller left open: colours on a terminal, its width. */
export function resolveTerminal(options: TerminalOptions = {}): Required<TerminalOptions> {
  const output = typeof process === 'object' ? process.stdout : undefined;
  return {
    color:
      options.color ??
      (environment('FORCE_COLOR') !== undefined && environment('FORCE_COLOR') !== '0'
        ? true
        : Boolean(output?.isTTY) && environment('NO_COLOR') === undefined),
    width: Math.max(20, options.width ?? output?.columns ?? 80),
  };
}

// ESC, then [, parameters, and the letter that ends a colour sequence
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Columns that a text takes once its colour codes are gone. */
export function visibleWidth(text: string): number {
  return [...text.replace(ESCAPES, '')].length;
}
