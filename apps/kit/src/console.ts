/** Where a demo writes: standard output and error, or a test's ear. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
}

/** The process's own standard output and error. */
export const processConsole: Console = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
};
