import { describe, expect, test } from '@jest/globals';
import { FormatError } from '@ibexjs/core';

import { readTar } from './tar.js';

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** One entry of a tar file: header and padded contents. */
function entry(name: string, contents: string, type = '0'): string {
  const size = contents.length.toString(8).padStart(11, '0');
  const fields =
    `${name.padEnd(100, '\0')}0000644\0${'0000000\0'.repeat(2)}${size}\0${'0'.repeat(11)}\0` +
    `        ${type}${'\0'.repeat(100)}ustar\0`;
  const header = fields.padEnd(512, '\0');
  const sum = [...header].reduce((total, c) => total + c.charCodeAt(0), 0);
  const summed = `${header.slice(0, 148)}${sum.toString(8).padStart(6, '0')}\0 ${header.slice(156)}`;
  return summed + contents.padEnd(Math.ceil(contents.length / 512) * 512, '\0');
}
const end = '\0'.repeat(1024);

test('reads files, leaves folders and links out', () => {
  const archive = entry('set/', '', '5') + entry('set/a', 'first') + entry('b', 'x'.repeat(600));
  const files = readTar(latin(archive + entry('link', '', '2') + end));
  expect([...files.keys()]).toEqual(['set/a', 'b']);
  expect(files.get('set/a')).toEqual(latin('first'));
  expect(files.get('b')).toHaveLength(600);
});

describe('refuses', () => {
  test.each([
    ['a truncated file', entry('a', 'x').slice(0, 700), /truncated/],
    ['no end', entry('a', 'x'), /truncated/],
    ['a name that climbs', entry('../a', 'x') + end, /points outside/],
    ['an absolute name', entry('/a', 'x') + end, /points outside/],
    ['another format', 'x'.repeat(1024), /Not a tar file/],
    ['a changed header', entry('a', 'x').replace('a', 'b') + end, /damaged/],
  ])('%s', (_, archive, message) => {
    expect(() => readTar(latin(archive))).toThrow(FormatError);
    expect(() => readTar(latin(archive))).toThrow(message);
  });
});
