import { expect, test } from '@jest/globals';
import { FormatError } from '@ibexjs/core';

import { gunzip, gzip } from './gzip.js';

const contents = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251);

test('round trip, the same bytes each time', () => {
  const file = gzip(contents);
  expect(gunzip(file)).toEqual(contents);
  expect(gzip(contents)).toEqual(file);
});

test('several members follow one another', () => {
  const [a, b] = [gzip(contents), gzip(Uint8Array.of(1, 2, 3))];
  const both = new Uint8Array([...a, ...b]);
  expect(gunzip(both)).toEqual(new Uint8Array([...contents, 1, 2, 3]));
});

test.each([0, 1, 17, 40])('is refused when cut by %d bytes or more', (cut) => {
  const file = gzip(contents);
  expect(() => gunzip(file.subarray(0, file.length - 1 - cut))).toThrow(FormatError);
});

test('is refused when a byte is changed', () => {
  const file = gzip(contents.subarray(0, 300));
  for (let at = 10; at < file.length; at++) {
    const changed = file.slice();
    changed[at]! ^= 1;
    expect(() => gunzip(changed)).toThrow(FormatError);
  }
});

test('unpacks no more than it may', () => {
  const bomb = gzip(new Uint8Array(5_000_000));
  expect(() => gunzip(bomb, { maxBytes: 1_000_000 })).toThrow(/limit of 1000000 bytes/);
});

test('says what is no gzip file', () => {
  expect(() => gunzip(new Uint8Array(30))).toThrow(/Not a gzip file/);
});
