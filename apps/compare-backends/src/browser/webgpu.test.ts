import { fileURLToPath } from 'node:url';

import { expect } from '@jest/globals';
import { testInBrowser } from '@ibexjs/testing';

import type { WebGpuReport } from './webgpu.page.js';

testInBrowser<WebGpuReport>(
  'a page trains on WebGPU as on plain JavaScript',
  {
    page: fileURLToPath(new URL('webgpu.page.ts', import.meta.url)),
    parameters: { networks: ['cnn', 'lstm'], steps: 3 },
    flags: ['--enable-unsafe-webgpu'],
    timeout: 150_000,
  },
  ({ missing, results }) => {
    if (missing !== undefined) {
      // a machine without a GPU and without Chromium's software driver
      expect(missing).toMatch(/no WebGPU|found no device/);
      return;
    }
    for (const runs of Object.values(results)) {
      expect(runs[1]!.losses).toHaveLength(3);
      expect(runs[1]!.lossDifference).toBeLessThan(1e-4);
      expect(runs[1]!.predictionDifference).toBeLessThan(1e-4);
    }
  },
);
