/** Where messages and progress bars go. */
export interface Output {
  /** True where a line can be drawn over again. */
  readonly terminal: boolean;
  /** Width of the terminal, if known. */
  readonly columns?: number | undefined;
  write(text: string): void;
}

/** Standard output in Node; in a page the console, which takes whole lines. */
export function standardOutput(): Output {
  const stdout = typeof process === 'object' ? process.stdout : undefined;
  if (stdout && typeof stdout.write === 'function') {
    return {
      terminal: stdout.isTTY === true,
      columns: stdout.columns,
      write: (text) => void stdout.write(text),
    };
  }
  return { terminal: false, write: (text) => console.log(text.replace(/\n$/, '')) };
}

/** Prints one line. */
export function printLine(text: string): void {
  standardOutput().write(`${text}\n`);
}
