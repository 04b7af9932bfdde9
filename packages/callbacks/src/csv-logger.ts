import { checkOptions, fileExists, readTextFile, ValueError, writeFileAtomic } from '@ibexjs/core';

import { Callback, type Logs } from './callback.js';

export interface CSVLoggerOptions {
  /** What stands between the columns. Default: a comma. */
  separator?: string;
  /** Whether to go on with a file that is there. Default: false, it is replaced. */
  append?: boolean;
}

/**
 * Writes the logs of every epoch to a CSV file: `epoch` (from 0), then the names in order. The file
 * is whole after every epoch.
 *
 * Source: https://keras.io/api/callbacks/csv_logger/
 */
export class CSVLogger extends Callback {
  private readonly separator: string;
  private readonly append: boolean;
  private text = '';
  private columns: string[] | undefined;

  /** @param filename where to write, `'run/log.csv'`; missing folders are made */
  constructor(
    readonly filename: string,
    options: CSVLoggerOptions = {},
  ) {
    super();
    checkOptions('CSVLogger', options, ['separator', 'append']);
    if (typeof filename !== 'string' || filename === '') {
      throw new ValueError('CSVLogger: the file name must say where to write.');
    }
    this.separator = options.separator ?? ',';
    this.append = options.append ?? false;
  }

  override async onTrainBegin(): Promise<void> {
    this.columns = undefined;
    this.text = '';
    if (this.append && (await fileExists(this.filename))) {
      this.text = await readTextFile(this.filename);
    }
  }

  /** @throws FileError when the file cannot be written */
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (!this.columns) {
      this.columns = Object.keys(logs).sort();
      // the first epoch may have come without validation, a later one need not
      if (!this.columns.some((name) => name.startsWith('val_'))) {
        this.columns.push(...this.columns.map((name) => `val_${name}`));
      }
      if (this.text === '') this.addRow(['epoch', ...this.columns]);
    }
    this.addRow([String(epoch), ...this.columns.map((name) => String(logs[name] ?? 'NA'))]);
    await writeFileAtomic(this.filename, this.text);
  }

  private addRow(cells: string[]): void {
    const quoted = cells.map((cell) =>
      cell.includes(this.separator) || /["\r\n]/.test(cell)
        ? `"${cell.replace(/"/g, '""')}"`
        : cell,
    );
    this.text += `${quoted.join(this.separator)}\r\n`;
  }
}

/** Writes the logs of every epoch to a CSV file; see `CSVLogger`. */
export function csvLogger(filename: string, options?: CSVLoggerOptions): CSVLogger {
  return new CSVLogger(filename, options);
}
