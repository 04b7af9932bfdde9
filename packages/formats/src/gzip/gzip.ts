import { checkOptions, FormatError } from '@ibexjs/core/plain';
import { Gunzip, gzipSync } from 'fflate';

import { crc32 } from '../zip/crc32.js';

export interface GunzipOptions {
  /** Bytes it may unpack to. Default: 2 GiB. */
  maxBytes?: number;
}

const PIECE = 0x10000;

/** True when the bytes begin as gzip files do. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 18 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file, of one member or several. Lengths and checksums are verified.
 *
 * @param options `maxBytes`: more than this is refused. Default: 2 GiB
 * @throws FormatError when the file is truncated, damaged or too large
 */
export function gunzip(bytes: Uint8Array, options: GunzipOptions = {}): Uint8Array {
  checkOptions('gunzip', options, ['maxBytes']);
  if (!isGzip(bytes)) throw new FormatError('Not a gzip file: it does not begin with 1F 8B.');
  const { pieces, starts, total } = inflateMembers(bytes, options.maxBytes ?? 2 * 1024 ** 3);
  const out = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  checkMembers(bytes, out, starts);
  return out;
}

/** A gzip file of the bytes. The same input gives the same file: no clock is read. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { mtime: 0 });
}

interface Member {
  /** Where the member begins in the file. */
  file: number;
  /** Where its contents begin in what is unpacked. */
  out: number;
}

function inflateMembers(
  bytes: Uint8Array,
  maxBytes: number,
): { pieces: Uint8Array[]; starts: Member[]; total: number } {
  const pieces: Uint8Array[] = [];
  const starts: Member[] = [{ file: 0, out: 0 }];
  let total = 0;
  const stream = new Gunzip((piece) => {
    pieces.push(piece);
    total += piece.length;
    if (total > maxBytes) {
      throw new FormatError(`The gzip file unpacks to more than the limit of ${maxBytes} bytes.`);
    }
  });
  stream.onmember = (offset) => {
    if (offset > 0) starts.push({ file: offset, out: total });
  };
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`The gzip file is truncated or damaged: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  return { pieces, starts, total };
}

/** Each member ends with the checksum and the length of what it unpacks to. */
function checkMembers(bytes: Uint8Array, out: Uint8Array, starts: Member[]): void {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  starts.forEach((start, i) => {
    const next = starts[i + 1] ?? { file: bytes.length, out: out.length };
    const contents = out.subarray(start.out, next.out);
    const crc = data.getUint32(next.file - 8, true);
    const size = data.getUint32(next.file - 4, true);
    if (size !== contents.length % 2 ** 32 || crc !== crc32(contents)) {
      throw new FormatError(
        'The gzip file is truncated or damaged: its contents do not fit their checksum.',
      );
    }
  });
}
