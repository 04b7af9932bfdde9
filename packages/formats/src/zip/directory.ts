import { FormatError } from '@ibexjs/core/plain';

/** Bounds on what a zip file may claim, checked before anything is unpacked. */
export interface ZipLimits {
  /** Entries. Default: 100,000. */
  maxEntries?: number;
  /** Bytes of all entries together, unpacked. Default: 8 GiB. */
  maxBytes?: number;
}

/** What the directory says of one entry. */
export interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  /** Where its local header stands. */
  offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
/** No deflate stream grows more than this many times. */
const MAX_DEFLATE_RATIO = 1032;

export const ZIP_METHODS = { stored: 0, deflate: 8 } as const;

/** Reads and checks the directory at the end of a zip file. @throws FormatError */
export function readZipDirectory(bytes: Uint8Array, limits: ZipLimits = {}): Map<string, ZipEntry> {
  const maxEntries = limits.maxEntries ?? 100_000;
  const maxBytes = limits.maxBytes ?? 8 * 1024 ** 3;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, offset, size } = findDirectory(data);
  if (offset + size > bytes.length || count * 46 > size) {
    throw new FormatError('The zip file is truncated or damaged: its directory lies outside it.');
  }
  if (count > maxEntries) {
    throw new FormatError(`The zip file claims ${count} entries; the limit is ${maxEntries}.`);
  }
  const entries = new Map<string, ZipEntry>();
  let at = offset;
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > offset + size || data.getUint32(at, true) !== CENTRAL) {
      throw new FormatError(`The zip file is damaged: entry ${i} of its directory is not one.`);
    }
    const { entry, next } = readEntry(bytes, data, at, offset + size);
    if (entries.has(entry.name)) {
      throw new FormatError(`The zip file has two entries called ${JSON.stringify(entry.name)}.`);
    }
    total += entry.size;
    if (total > maxBytes) {
      throw new FormatError(
        `The zip file claims to unpack to more than the limit of ${maxBytes} bytes (at entry ${JSON.stringify(entry.name)}).`,
      );
    }
    entries.set(entry.name, entry);
    at = next;
  }
  checkOverlap([...entries.values()], offset);
  return entries;
}

function findDirectory(data: DataView): { count: number; offset: number; size: number } {
  const last = data.byteLength - 22;
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (data.getUint32(at, true) !== END || data.getUint16(at + 20, true) !== last - at) continue;
    const count = data.getUint16(at + 10, true);
    const size = data.getUint32(at + 12, true);
    const offset = data.getUint32(at + 16, true);
    const is64 = count === 0xffff || size === 0xffffffff || offset === 0xffffffff;
    return is64 ? findDirectory64(data, at) : { count, offset, size };
  }
  throw new FormatError(
    'Not a zip file, or a truncated one: it does not end with a directory of entries.',
  );
}

function findDirectory64(
  data: DataView,
  end: number,
): { count: number; offset: number; size: number } {
  const locator = end - 20;
  const at =
    locator >= 0 && data.getUint32(locator, true) === LOCATOR_64
      ? Number(data.getBigUint64(locator + 8, true))
      : NaN;
  if (!(at + 56 <= locator) || data.getUint32(at, true) !== END_64) {
    throw new FormatError('The zip file is damaged: its 64-bit directory is not where it says.');
  }
  return {
    count: Number(data.getBigUint64(at + 32, true)),
    size: Number(data.getBigUint64(at + 40, true)),
    offset: Number(data.getBigUint64(at + 48, true)),
  };
}

function readEntry(
  bytes: Uint8Array,
  data: DataView,
  at: number,
  end: number,
): { entry: ZipEntry; next: number } {
  const nameLength = data.getUint16(at + 28, true);
  const extraLength = data.getUint16(at + 30, true);
  const next = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
  if (next > end)
    throw new FormatError('The zip file is damaged: its directory runs over its end.');
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  const entry: ZipEntry = {
    name,
    method: data.getUint16(at + 10, true),
    crc: data.getUint32(at + 16, true),
    packedSize: data.getUint32(at + 20, true),
    size: data.getUint32(at + 24, true),
    offset: data.getUint32(at + 42, true),
  };
  readExtra64(entry, data, at + 46 + nameLength, extraLength);
  checkEntry(entry, data.getUint16(at + 8, true));
  return { entry, next };
}

/** Sizes of 4 GiB and more stand in an extra field. */
function readExtra64(entry: ZipEntry, data: DataView, start: number, length: number): void {
  const end = start + length;
  for (let at = start; at + 4 <= end;) {
    const fieldEnd = at + 4 + data.getUint16(at + 2, true);
    if (data.getUint16(at, true) === 1 && fieldEnd <= end) {
      let value = at + 4;
      for (const key of ['size', 'packedSize', 'offset'] as const) {
        if (entry[key] !== 0xffffffff || value + 8 > fieldEnd) continue;
        entry[key] = Number(data.getBigUint64(value, true));
        value += 8;
      }
    }
    at = fieldEnd;
  }
}

function checkEntry(entry: ZipEntry, flags: number): void {
  const shown = JSON.stringify(entry.name);
  const parts = entry.name.split('/');
  if (/^[/\\]|^[a-zA-Z]:|[\\\0]/.test(entry.name) || parts.includes('..') || entry.name === '') {
    throw new FormatError(`The zip entry ${shown} points outside of its folder.`);
  }
  if (flags & 1) throw new FormatError(`The zip entry ${shown} is encrypted.`);
  if (entry.method !== ZIP_METHODS.stored && entry.method !== ZIP_METHODS.deflate) {
    throw new FormatError(
      `The zip entry ${shown} is packed by method ${entry.method}; stored and deflate can be read.`,
    );
  }
  const most =
    entry.method === ZIP_METHODS.stored
      ? entry.packedSize
      : entry.packedSize * MAX_DEFLATE_RATIO + 64;
  if (entry.size > most || (entry.method === ZIP_METHODS.stored && entry.size !== most)) {
    throw new FormatError(
      `The zip entry ${shown} claims ${entry.size} bytes, which its ${entry.packedSize} packed bytes cannot hold.`,
    );
  }
}

/** Entries that share bytes are how a small file unpacks to a huge one. */
function checkOverlap(entries: ZipEntry[], directory: number): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  sorted.forEach((entry, i) => {
    const limit = sorted[i + 1]?.offset ?? directory;
    if (entry.offset + 30 + entry.packedSize > limit) {
      throw new FormatError(
        `The zip file is damaged: entry ${JSON.stringify(entry.name)} overlaps what follows it.`,
      );
    }
  });
}
