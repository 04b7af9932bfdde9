import { checkOptions, FormatError, NotFoundError, ValueError } from '@ibexjs/core/plain';
import { deflateSync, inflateSync } from 'fflate';

import { crc32 } from './crc32.js';
import { readZipDirectory, ZIP_METHODS, type ZipEntry, type ZipLimits } from './directory.js';

/** A zip file whose entries are unpacked when they are read. */
export class ZipArchive {
  private readonly entries: Map<string, ZipEntry>;

  /**
   * Reads and checks the directory; unpacks nothing yet.
   * @throws FormatError when it is damaged or claims more than the limits allow
   */
  constructor(
    private readonly bytes: Uint8Array,
    limits: ZipLimits = {},
  ) {
    checkOptions('ZipArchive', limits, ['maxEntries', 'maxBytes']);
    this.entries = readZipDirectory(bytes, limits);
  }

  /** Names of the files (not the folders), in the order of the directory. */
  get names(): string[] {
    return [...this.entries.keys()].filter((name) => !name.endsWith('/'));
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Unpacked size of an entry in bytes. @throws NotFoundError */
  size(name: string): number {
    return this.entry(name).size;
  }

  /**
   * The unpacked bytes of an entry, its checksum verified. Stored entries are a view of the file.
   * @throws NotFoundError, FormatError
   */
  read(name: string): Uint8Array {
    const entry = this.entry(name);
    const packed = this.packed(entry);
    const unpacked =
      entry.method === ZIP_METHODS.stored
        ? packed
        : inflate(packed, entry.size, JSON.stringify(name));
    if (crc32(unpacked) !== entry.crc) {
      throw new FormatError(
        `The zip entry ${JSON.stringify(name)} is damaged: its checksum is wrong.`,
      );
    }
    return unpacked;
  }

  private entry(name: string): ZipEntry {
    const entry = this.entries.get(name);
    if (entry) return entry;
    throw new NotFoundError(
      `The zip file has no entry ${JSON.stringify(name)}. It has: ${this.names.slice(0, 20).join(', ')}.`,
    );
  }

  /** The packed bytes, after the local header, which repeats part of the directory. */
  private packed(entry: ZipEntry): Uint8Array {
    const data = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    const at = entry.offset;
    if (at + 30 > this.bytes.length || data.getUint32(at, true) !== 0x04034b50) {
      throw new FormatError(
        `The zip entry ${JSON.stringify(entry.name)} is not where it should be.`,
      );
    }
    const start = at + 30 + data.getUint16(at + 26, true) + data.getUint16(at + 28, true);
    const end = start + entry.packedSize;
    if (end > this.bytes.length) {
      throw new FormatError(`The zip entry ${JSON.stringify(entry.name)} is truncated.`);
    }
    return this.bytes.subarray(start, end);
  }
}

/** Unpacks a deflate stream that must give exactly `size` bytes. */
function inflate(packed: Uint8Array, size: number, shown: string): Uint8Array {
  let unpacked: Uint8Array;
  try {
    // one byte of room more than is due shows a stream that is too long
    unpacked = inflateSync(packed, { out: new Uint8Array(size + 1) });
  } catch (error) {
    throw new FormatError(`The zip entry ${shown} is damaged: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  if (unpacked.length !== size) {
    throw new FormatError(`The zip entry ${shown} does not unpack to the ${size} bytes it claims.`);
  }
  return unpacked;
}

export interface WriteZipOptions {
  /** Deflate the entries. Default: false, which is faster and keeps them readable in place. */
  compress?: boolean;
}

/**
 * Packs named byte arrays into a zip file. The same input gives the same bytes: no clock is read.
 * @throws ValueError beyond 4 GiB or 65,535 entries
 */
export function writeZip(
  entries: Iterable<readonly [name: string, bytes: Uint8Array]>,
  options: WriteZipOptions = {},
): Uint8Array {
  checkOptions('writeZip', options, ['compress']);
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of entries) {
    const packed = options.compress ? deflateSync(bytes) : bytes;
    const encoded = new TextEncoder().encode(name);
    const common = entryHeader(bytes, packed, encoded, options.compress === true);
    const local = joined([Uint8Array.of(0x50, 0x4b, 3, 4), common, encoded]);
    directory.push(centralHeader(common, encoded, offset));
    pieces.push(local, packed);
    offset += local.length + packed.length;
  }
  const size = directory.reduce((sum, header) => sum + header.length, 0);
  if (offset + size > 0xffffffff || directory.length > 0xfffe) {
    throw new ValueError('writeZip: more than 4 GiB or 65,534 entries do not fit in one zip file.');
  }
  const end = new Uint8Array(22);
  const data = new DataView(end.buffer);
  data.setUint32(0, 0x06054b50, true);
  data.setUint16(8, directory.length, true);
  data.setUint16(10, directory.length, true);
  data.setUint32(12, size, true);
  data.setUint32(16, offset, true);
  return joined([...pieces, ...directory, end]);
}

/** The 26 bytes that local and central headers share. */
function entryHeader(
  bytes: Uint8Array,
  packed: Uint8Array,
  name: Uint8Array,
  compress: boolean,
): Uint8Array {
  const header = new Uint8Array(26);
  const data = new DataView(header.buffer);
  data.setUint16(0, 20, true); // version needed: 2.0
  data.setUint16(2, 0x0800, true); // names are UTF-8
  data.setUint16(4, compress ? ZIP_METHODS.deflate : ZIP_METHODS.stored, true);
  data.setUint16(8, 0x21, true); // the first day that zip knows, 1980-01-01
  data.setUint32(10, crc32(bytes), true);
  data.setUint32(14, packed.length, true);
  data.setUint32(18, bytes.length, true);
  data.setUint16(22, name.length, true);
  return header;
}

function centralHeader(common: Uint8Array, name: Uint8Array, offset: number): Uint8Array {
  const rest = new Uint8Array(14);
  new DataView(rest.buffer).setUint32(10, offset, true);
  return joined([Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0), common, rest, name]);
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
