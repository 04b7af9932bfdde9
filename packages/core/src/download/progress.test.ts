import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { showBytes, terminalProgress } from './progress.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [11_490_519, '11.5 MB'],
  [528e6, '528.0 MB'],
  [1e9, '1.0 GB'],
])('%d is %s', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text);
});

describe('terminalProgress', () => {
  let written: string;
  const isTTY = process.stderr.isTTY;
  beforeEach(() => {
    written = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
  });
  afterEach(() => {
    process.stderr.isTTY = isTTY;
    jest.restoreAllMocks();
  });

  test('rewrites a line on a terminal, and ends it', () => {
    process.stderr.isTTY = true;
    const progress = terminalProgress('mnist.npz', 'somewhere');
    progress(0, 2000);
    progress(2000, 2000);
    const lines = written.split('\r\x1b[K');
    expect(lines[1]).toBe('Downloading mnist.npz: 0% of 2.0 kB, 0 B/s');
    expect(lines.at(-1)).toMatch(/^Downloading mnist.npz: 100% of 2.0 kB, .*\/s\n$/);
  });

  test('shows bytes where the size is unknown', () => {
    process.stderr.isTTY = true;
    terminalProgress('x', 'somewhere')(1500, undefined);
    expect(written).toContain('Downloading x: 1.5 kB');
  });

  test('writes one plain line elsewhere', () => {
    process.stderr.isTTY = false;
    const progress = terminalProgress('x', 'https://example.org/x');
    progress(1, 2);
    progress(2, 2);
    expect(written).toBe('Downloading x from https://example.org/x\n');
  });
});
