import { describe, expect, test } from '@jest/globals';
import { FormatError, NotFoundError } from '@ibexjs/core';

import { crc32 } from './crc32.js';
import { writeZip, ZipArchive } from './zip.js';

const text = (value: string) => new TextEncoder().encode(value);
const file = writeZip(
  [
    ['config.json', text('{"a": 1}')],
    ['weights/grün.bin', new Uint8Array(1000).fill(7)],
  ],
  { compress: true },
);

/** `file` with bytes replaced from where `pattern` is found for the n-th time. */
function patched(bytes: Uint8Array, pattern: string, offset: number, value: number[], nth = 0) {
  let at = -1;
  const latin = Buffer.from(bytes).toString('latin1');
  for (let i = 0; i <= nth; i++) at = latin.indexOf(pattern, at + 1);
  const out = bytes.slice();
  out.set(value, at + offset);
  return out;
}

test('crc32 of the standard check word, in one piece or two', () => {
  expect(crc32(text('123456789'))).toBe(0xcbf43926);
  expect(crc32(text('6789'), crc32(text('12345')))).toBe(0xcbf43926);
});

test('round trip; entries are read when asked for', () => {
  const zip = new ZipArchive(file);
  expect(zip.names).toEqual(['config.json', 'weights/grün.bin']);
  expect(zip.size('weights/grün.bin')).toBe(1000);
  expect(new TextDecoder().decode(zip.read('config.json'))).toBe('{"a": 1}');
  expect(zip.read('weights/grün.bin')).toEqual(new Uint8Array(1000).fill(7));
  expect(() => zip.read('config')).toThrow(NotFoundError);
});

describe('refuses', () => {
  test.each(['../up', '/root', 'a/../../b', 'C:/x', 'a\\b', ''])('the name %j', (name) => {
    expect(() => new ZipArchive(writeZip([[name, text('x')]]))).toThrow(FormatError);
  });

  test('two entries of one name', () => {
    const twice = writeZip([
      ['a', text('1')],
      ['a', text('2')],
    ]);
    expect(() => new ZipArchive(twice)).toThrow(/two entries called "a"/);
  });

  test('more entries or bytes than allowed', () => {
    expect(() => new ZipArchive(file, { maxEntries: 1 })).toThrow(/limit is 1/);
    expect(() => new ZipArchive(file, { maxBytes: 500 })).toThrow(/limit of 500 bytes/);
  });

  test('a size that the packed bytes cannot hold', () => {
    const bomb = patched(file, 'PK\x01\x02', 24, [0, 0, 0, 0x70], 1);
    expect(() => new ZipArchive(bomb)).toThrow(/cannot hold/);
  });

  test('a size other than the packed bytes give', () => {
    const wrong = patched(file, 'PK\x01\x02', 24, [0xe7], 1);
    expect(() => new ZipArchive(wrong).read('weights/grün.bin')).toThrow(/does not unpack to/);
  });

  test('entries that overlap', () => {
    const wrong = patched(file, 'PK\x01\x02', 42, [0], 1);
    expect(() => new ZipArchive(wrong)).toThrow(/overlaps/);
  });

  test('encrypted entries and other methods', () => {
    expect(() => new ZipArchive(patched(file, 'PK\x01\x02', 8, [1]))).toThrow(/encrypted/);
    expect(() => new ZipArchive(patched(file, 'PK\x01\x02', 10, [12]))).toThrow(/method 12/);
  });
});
