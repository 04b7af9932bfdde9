import { FormatError } from '@ibexjs/core/plain';

/**
 * Python 2's `str`: bytes that may be text or an array's memory. What it is shows when the pickle
 * has been read.
 */
export class ByteString {
  constructor(readonly bytes: Uint8Array) {}
}

/** A class or function of Python by its name; only those of the allow-list become one. */
export class Callable {
  constructor(
    readonly name: string,
    /** What it makes of its arguments. */
    readonly call: (args: readonly unknown[], budget: Budget) => unknown,
  ) {}
}

/** Something that `BUILD` completes: an array or a dtype of NumPy. */
export interface Draft {
  setState(state: unknown, budget: Budget): void;
  /** The finished value. */
  finish(): unknown;
}

export function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'setState' in value && 'finish' in value;
}

/**
 * Bytes that may still be copied out of the pickle. An honest one copies each byte once; one that
 * copies the same bytes again and again would fill the memory.
 */
export class Budget {
  constructor(private left: number) {}

  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new FormatError('The pickle unpacks to more than it holds.');
  }
}

/** The bytes of a `bytes` or of Python 2's `str`. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  return value instanceof ByteString
    ? value.bytes
    : value instanceof Uint8Array
      ? value
      : undefined;
}

/** The text of a `str` of Python 3 or of an ASCII one of Python 2. */
export function textOf(value: unknown): string | undefined {
  if (value instanceof ByteString) return String.fromCharCode(...value.bytes.subarray(0, 0x1000));
  return typeof value === 'string' ? value : undefined;
}
