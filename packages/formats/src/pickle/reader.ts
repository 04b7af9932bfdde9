import { FormatError } from '@ibexjs/core/plain';

/** Reads numbers, lines and runs of bytes one after another, never beyond the end. */
export class ByteReader {
  at = 0;
  private readonly data: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves on by `size` bytes and says where they begin. @throws FormatError at the end */
  skip(size: number): number {
    const start = this.at;
    if (size > this.bytes.length - start) throw new FormatError('The pickle is truncated.');
    this.at = start + size;
    return start;
  }

  uint8(): number {
    return this.bytes[this.skip(1)]!;
  }

  uint16(): number {
    return this.data.getUint16(this.skip(2), true);
  }

  uint32(): number {
    return this.data.getUint32(this.skip(4), true);
  }

  int32(): number {
    return this.data.getInt32(this.skip(4), true);
  }

  /** A length of 64 bits; one that no file has is as good as any other to `skip`. */
  uint64(): number {
    return Number(this.data.getBigUint64(this.skip(8), true));
  }

  /** A double in network order. */
  float64(): number {
    return this.data.getFloat64(this.skip(8), false);
  }

  take(size: number): Uint8Array {
    const start = this.skip(size);
    return this.bytes.subarray(start, start + size);
  }

  utf8(size: number): string {
    return decodeText(this.take(size), 'utf-8');
  }

  /** Characters up to the next line feed, one a byte. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new FormatError('The pickle is truncated.');
    const line = decodeText(this.bytes.subarray(this.at, end), 'latin1');
    this.at = end + 1;
    return line;
  }
}

/** Text of bytes; Latin-1 as Python means it, one character for each of the 256 bytes. */
export function decodeText(bytes: Uint8Array, encoding: 'utf-8' | 'latin1'): string {
  if (encoding === 'latin1') {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x2000) {
      text += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
    }
    return text;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FormatError(
      "A string of the pickle is not UTF-8; read with {encoding: 'latin1'} or {encoding: 'bytes'}.",
      { cause: error },
    );
  }
}
