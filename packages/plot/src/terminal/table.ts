import { checkChoice, checkOptions, ValueError } from '@ibexjs/core';
import CliTable from 'cli-table3';
import { shortNumber } from '../data/numbers.js';
import { BOLD, paint, resolveTerminal } from './ansi.js';
import type { TerminalOptions } from '../figure.js';

export type Cell = string | number | boolean | null | undefined;
export type Alignment = 'left' | 'center' | 'right';

/** A table as plain data. */
export interface TableData {
  /** Column titles; none when absent. */
  head?: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** How each column is set; default: numbers right, everything else left. */
  align?: readonly Alignment[];
}

/** A checked table: every row of the same width, every cell text. */
export interface TidyTable {
  head?: string[];
  rows: string[][];
  align: Alignment[];
}

/** Checks a table and turns its cells into text. */
export function tidyTable(where: string, table: TableData): TidyTable {
  checkOptions(where, table, ['head', 'rows', 'align']);
  const { head, rows, align } = table;
  if (!isRows(rows)) {
    throw new ValueError(`${where}: "rows" must be an array of rows, each an array of cells.`);
  }
  const columns = head?.length ?? rows[0]?.length ?? 0;
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new ValueError(
        `${where}: row ${i} has ${row.length} cells, but the table has ${columns} columns.`,
      );
    }
  });
  return {
    ...(head && { head: [...head] }),
    rows: rows.map((row) => row.map(cellText)),
    align: Array.from({ length: columns }, (_, c) =>
      align?.[c] === undefined
        ? rows.length > 0 && rows.every((row) => typeof row[c] === 'number' || row[c] == null)
          ? 'right'
          : 'left'
        : checkChoice(where, `align[${c}]`, align[c], ['left', 'center', 'right']),
    ),
  };
}

/** A check for callers without types. */
function isRows(rows: unknown): rows is TableData['rows'] {
  return Array.isArray(rows) && rows.every((row) => Array.isArray(row));
}

function cellText(cell: Cell): string {
  if (cell == null) return '';
  return typeof cell === 'number' ? shortNumber(cell) : String(cell);
}

/**
 * A table drawn with box characters, for a terminal.
 *
 * @example
 * formatTable({ head: ['layer', 'weights'], rows: [['dense', 100480], ['softmax', 1290]] });
 */
export function formatTable(table: TableData, options: TerminalOptions = {}): string {
  checkOptions('formatTable', options, ['color', 'width']);
  const { color } = resolveTerminal(options);
  const { head, rows, align } = tidyTable('formatTable', table);
  const drawn = new CliTable({
    ...(head && { head: head.map((title) => paint(title, color ? BOLD : undefined)) }),
    colAligns: align,
    style: { head: [], border: [], compact: true },
  });
  drawn.push(...rows);
  return drawn.toString();
}
