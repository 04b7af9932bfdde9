import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect } from '@jest/globals';
import { testInBrowser, useTestBackend, wasmFiles } from '@ibexjs/testing';

import type { Trained } from './train.page.js';
import { trainSmallNetwork } from './train.js';

describe('the wasm backend trains in a page', () => {
  const page = fileURLToPath(new URL('train.page.ts', import.meta.url));
  let expected: number[];

  beforeAll(async () => {
    await useTestBackend('cpu');
    expected = await trainSmallNetwork();
  });

  const check = (result: Trained, threads: boolean) => {
    expect(result).toMatchObject({
      backend: 'wasm',
      isolated: threads,
      workers: threads ? 1 : 0,
    });
    expect(result.losses[3]).toBeLessThan(result.losses[0]!);
    result.losses.forEach((loss, epoch) => expect(loss).toBeCloseTo(expected[epoch]!, 4));
  };

  testInBrowser<Trained>('on one thread', { page, files: wasmFiles() }, (result) =>
    check(result, false),
  );

  testInBrowser<Trained>(
    'on two threads where it is cross-origin isolated',
    { page, files: wasmFiles(), isolated: true },
    (result) => check(result, true),
  );
});
