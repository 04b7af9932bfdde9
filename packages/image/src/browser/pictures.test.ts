import { fileURLToPath } from 'node:url';

import { testInBrowser } from '@ibexjs/testing';
import { expect } from '@jest/globals';

import type { Seen } from './pictures.page.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

testInBrowser<Seen>(
  'a page decodes and encodes',
  {
    page: here('pictures.page.ts'),
    files: { 'files.json': here('../../fixtures/files.json') },
  },
  ({ gaps, written, loaded, refusal, damaged }) => {
    expect(Object.keys(gaps).length).toBeGreaterThan(15);
    for (const [name, gap] of Object.entries(gaps)) {
      // a canvas multiplies by opacity and divides again; a page turns what is marked as turned
      if (/rgba|opacity|lossless|turned/.test(name)) continue;
      expect([name, gap <= (name.startsWith('jpeg') ? 2 : 0)]).toEqual([name, true]);
    }
    expect(written).toEqual({ png: 0, bmp: 0, ppm: 0 });
    expect(loaded).toEqual([6, 4, 3]);
    expect(refusal).toBe('IBEX_STATE');
    expect(damaged).toBe('IBEX_FORMAT');
  },
);
