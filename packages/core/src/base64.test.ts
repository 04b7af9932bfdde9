import { describe, expect, test } from '@jest/globals';

import { fromBase64 } from './base64.js';

describe('fromBase64', () => {
  test('gives the bytes, whatever their number leaves over', () => {
    expect([...fromBase64('AAEC/w==')]).toEqual([0, 1, 2, 255]);
    expect([...fromBase64('AAEC')]).toEqual([0, 1, 2]);
    expect([...fromBase64('')]).toEqual([]);
  });

  test('gives memory of its own', () => {
    const bytes = fromBase64('AAEC');
    expect(bytes.buffer.byteLength).toBe(3);
  });
});
