import { fileURLToPath } from 'node:url';

import { expect } from '@jest/globals';
import { formulaValues, readFixture, testInBrowser } from '@ibexjs/testing';

import type { FileReport } from './keras-file.page.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const FIXTURES = '../../../models/fixtures';
const golden = readFixture<{ outputs: number[]; losses: number[] }>(
  import.meta.url,
  `${FIXTURES}/keras-files.json`,
);

testInBrowser<FileReport>(
  'a page loads a picked .keras file of Keras, predicts, trains, saves and loads it again',
  {
    page: at('keras-file.page.ts'),
    files: { 'keras.keras': at(`${FIXTURES}/keras.keras`) },
    parameters: { inputs: [...formulaValues(60, 1)], targets: [...formulaValues(8, 2)] },
  },
  (report) => {
    expect(report.picked).toBe('keras.keras');
    const close = (values: number[], expected: number[], digits: number) => {
      expect(values.length).toBe(expected.length);
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, digits));
    };
    close(report.predictions, golden.outputs, 5);
    const common = Math.min(6, golden.losses.length);
    close(report.losses.slice(0, common), golden.losses.slice(0, common), 4);
    expect(report.savedBytes).toBeGreaterThan(10_000);
    expect(report.reloaded).toEqual(report.trained);
    expect(report.reloadedLosses).toEqual(report.losses);
  },
);
