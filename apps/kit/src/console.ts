/** Where a demo writes: standard output and error, or a test's ear. */
export interface Console {
  /** A line to standard output. */
  out(line: string): void;
  /** A piece of text to standard output, for what is made bit by bit. */
  write(text: string): void;
  /** A line to standard error. */
  err(line: string): void;
}

/** The process's own standard output and error. */
export const processConsole: Console = {
  out: (line) => void process.stdout.write(`${line}\n`),
  write: (text) => void process.stdout.write(text),
  err: (line) => void process.stderr.write(`${line}\n`),
};

/** A console that remembers, for tests. */
export class MemoryConsole implements Console {
  /** Lines of standard output; what was written bit by bit is one entry. */
  readonly output: string[] = [];
  readonly errors: string[] = [];
  #open = false;

  /** @param onLine may react to a line of output */
  constructor(private readonly onLine: (line: string) => void = () => undefined) {}

  out(line: string): void {
    this.write(line);
    this.#open = false;
    this.onLine(line);
  }

  write(text: string): void {
    if (this.#open) this.output[this.output.length - 1] += text;
    else this.output.push(text);
    this.#open = true;
  }

  err(line: string): void {
    this.errors.push(line);
  }
}
