import { FormatError } from '@ibexjs/core/plain';

const BLOCK = 512;
const REGULAR = new Set(['', '0', '\0', '7']);

/**
 * The files of a tar archive by their names, as views of its bytes. Folders and links are left out.
 *
 * @throws FormatError when it is truncated or damaged, or a name points outside of its folder
 */
export function readTar(bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; ;) {
    if (at + BLOCK > bytes.length) throw new FormatError('The tar file is truncated.');
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return files;
    checkSum(header);
    const size = octal(header, 124, 12);
    const start = at + BLOCK;
    if (start + size > bytes.length) throw new FormatError('The tar file is truncated.');
    const type = text(header, 156, 1);
    if (REGULAR.has(type)) files.set(nameOf(header), bytes.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function octal(header: Uint8Array, start: number, length: number): number {
  const digits = text(header, start, length).trim();
  if (/^[0-7]+$/.test(digits)) return parseInt(digits, 8);
  throw new FormatError('Not a tar file, or a damaged one: a header is broken.');
}

function nameOf(header: Uint8Array): string {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  const name = (prefix ? `${prefix}/` : '') + text(header, 0, 100);
  if (name === '' || /^[/\\]|\\/.test(name) || name.split('/').includes('..')) {
    throw new FormatError(`The tar entry ${JSON.stringify(name)} points outside of its folder.`);
  }
  return name;
}

/** The header's bytes add up to what it says, its own field counting as spaces. */
function checkSum(header: Uint8Array): void {
  let sum = 8 * 0x20;
  header.forEach((byte, i) => {
    if (i < 148 || i >= 156) sum += byte;
  });
  if (sum !== octal(header, 148, 8)) {
    throw new FormatError('Not a tar file, or a damaged one: a header is broken.');
  }
}
