import { FormatError } from '@ibexjs/core/plain';

import { MemoryBytes, type ByteSource } from '../byte-source.js';

/** An address that stands for "there is none". */
export const UNDEFINED_ADDRESS = Number.MAX_SAFE_INTEGER;

/** Sizes of addresses and lengths, which the superblock states. */
export interface Widths {
  offset: number;
  length: number;
}

/** Reads little-endian numbers of a file one after the other, and never beyond its end. */
export class Cursor {
  readonly source: ByteSource;
  private readonly end: number;

  /** @param end where the part that may be read ends. Default: the end of the file */
  constructor(
    bytes: Uint8Array | ByteSource,
    public at: number,
    readonly widths: Widths,
    end = bytes.length,
  ) {
    this.source = bytes instanceof Uint8Array ? new MemoryBytes(bytes) : bytes;
    this.end = Math.min(end, bytes.length);
    this.need(0);
  }

  /** @throws FormatError when fewer than `count` bytes are left */
  need(count: number): void {
    if (!(this.at >= 0 && count >= 0 && this.at + count <= this.end)) {
      throw new FormatError(
        `The HDF5 file is truncated or damaged: it points to byte ${this.at + count}, beyond its end.`,
      );
    }
  }

  get left(): number {
    return this.end - this.at;
  }

  skip(count: number): this {
    this.need(count);
    this.at += count;
    return this;
  }

  u8(): number {
    this.need(1);
    return this.source.byteAt(this.at++);
  }

  u16(): number {
    return this.u8() + 256 * this.u8();
  }

  u32(): number {
    return this.u16() + 65_536 * this.u16();
  }

  /** A whole number of that many bytes; more than 2^53 counts as undefined. */
  uint(width: number): number {
    this.need(width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + this.source.byteAt(this.at + i);
    this.at += width;
    const none = width < 8 && value === 256 ** width - 1;
    return none || value > UNDEFINED_ADDRESS ? UNDEFINED_ADDRESS : value;
  }

  offset(): number {
    return this.uint(this.widths.offset);
  }

  length(): number {
    return this.uint(this.widths.length);
  }

  take(count: number): Uint8Array {
    this.need(count);
    this.at += count;
    return this.source.slice(this.at - count, count);
  }

  /** Checks the four letters that a structure begins with. */
  signature(expected: string): this {
    const found = String.fromCharCode(...this.take(4));
    if (found !== expected) {
      throw new FormatError(
        `The HDF5 file is damaged: at byte ${this.at - 4} stands ${JSON.stringify(found)} in place of "${expected}".`,
      );
    }
    return this;
  }

  /** A text that ends with a zero byte, or with the readable part. */
  text(): string {
    const start = this.at;
    while (this.at < this.end && this.source.byteAt(this.at) !== 0) this.at++;
    const text = decodeText(this.source.slice(start, this.at - start));
    if (this.at < this.end) this.at++;
    return text;
  }

  /** A cursor at another place of the same file. */
  from(at: number, end?: number): Cursor {
    if (at === UNDEFINED_ADDRESS)
      throw new FormatError('The HDF5 file is damaged: an address is missing.');
    return new Cursor(this.source, at, this.widths, end);
  }
}

/** Text up to the first zero byte. */
export function decodeText(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return new TextDecoder().decode(zero < 0 ? bytes : bytes.subarray(0, zero));
}
