/** One column of a table. */
export interface Column {
  header: string;
  align: 'left' | 'right' | 'center';
  /** Wanted width of its content. */
  width: number;
}

/**
 * A table with lines between the rows, as the library `rich` draws it for Keras. Text that is too
 * long for its column is wrapped at spaces; a word that is too long is cut with an ellipsis.
 *
 * @param lineLength width of the whole
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  lineLength: number,
): string[] {
  const widths = fitWidths(columns, lineLength - (columns.length + 1));
  const rule = (left: string, line: string, cross: string, right: string) =>
    left + widths.map((width) => line.repeat(width)).join(cross) + right;
  const draw = (cells: readonly string[], bar: string): string[] => {
    const wrapped = cells.map((cell, i) => wrap(cell, widths[i]! - 2));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = columns.map(
        (column, i) => ` ${align(wrapped[i]![line] ?? '', widths[i]! - 2, column.align)} `,
      );
      return bar + parts.join(bar) + bar;
    });
  };
  const lines = [
    rule('┏', '━', '┳', '┓'),
    ...draw(
      columns.map(({ header }) => header),
      '┃',
    ),
    rule('┡', '━', '╇', '┩'),
  ];
  for (const [i, row] of rows.entries()) {
    if (i > 0) lines.push(rule('├', '─', '┼', '┤'));
    lines.push(...draw(row, '│'));
  }
  lines.push(rule('└', '─', '┴', '┘'));
  return lines;
}

/** Widths with one space on each side, taken from or given to the columns until they fill `total`. */
function fitWidths(columns: readonly Column[], total: number): number[] {
  const widths = columns.map(({ width }) => width + 2);
  const sum = widths.reduce((a, b) => a + b, 0);
  if (sum > total) {
    let excess = sum - total;
    return widths.map((width, i) => {
      const share = Math.min(width, roundHalfEven(excess / (widths.length - i)));
      excess -= share;
      return width - share;
    });
  }
  let missing = total - sum;
  let left = sum;
  return widths.map((width) => {
    const share = Math.min(missing, Math.ceil((width * missing) / left));
    missing -= share;
    left -= width;
    return width + share;
  });
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\s*\S+\s*/g) ?? ['']) {
    if (line !== '' && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = word;
    } else line += word;
  }
  lines.push(line);
  return lines.map((l) => cut(l.trimEnd(), width));
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}

function align(text: string, width: number, how: Column['align']): string {
  const space = Math.max(0, width - text.length);
  if (how === 'right') return ' '.repeat(space) + text;
  const before = how === 'center' ? Math.floor(space / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(space - before);
}
