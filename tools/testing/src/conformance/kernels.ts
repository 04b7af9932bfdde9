import { afterAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { useTestBackend } from '../backends.js';
import { computeOn, largestDifference } from '../compare.js';
import type { Case } from './case.js';
import { ConformanceReport } from './report.js';
import { kernelCases } from './suites.js';

/** Cases in which a backend is known to differ from the cpu backend, by name, and why. */
export interface KnownDifferences {
  [name: string]: {
    because: string;
    /** The difference that is allowed. Left out: the backend cannot compute the case. */
    tolerance?: number;
  };
}

/** What of the suite runs, and how it may differ. */
export interface KernelOptions {
  known?: KnownDifferences;
  /** Whether a case is part of this run. Default: all are. */
  only?: (name: string) => boolean;
}

/**
 * Declares a test for every kernel case: on the backend it gives what it gives on the cpu backend,
 * and leaves no tensor behind. Returns the kernels that ran, once they did.
 */
export function testKernels(backend: string, options: KernelOptions = {}): ReadonlySet<string> {
  const { known = {}, only = () => true } = options;
  const seen = new Set<string>();
  const report = new ConformanceReport(backend, 'kernels');
  afterAll(() => report.write());

  describe.each(Object.entries(kernelCases))(`%s on ${backend}`, (_family, cases) => {
    for (const c of cases.filter(({ name }) => only(name))) {
      const exception = known[c.name];
      if (exception && exception.tolerance === undefined) {
        test(`${c.name} (not on ${backend}: ${exception.because})`, async () => {
          report.except(c.name, exception.because);
          const difference = await compare(backend, c, new Set()).catch(() => Infinity);
          // where this fails the backend has been mended: strike the exception
          expect(difference).toBeGreaterThan(c.tolerance ?? 1e-5);
        });
        continue;
      }
      test(c.name, async () => {
        const difference = await compare(backend, c, seen);
        const tolerance = exception?.tolerance ?? c.tolerance ?? 1e-5;
        report.add(c.name, difference, tolerance);
        expect(difference).toBeLessThanOrEqual(tolerance);
      });
    }
  });
  return seen;
}

/** The largest difference to the cpu backend over the results of a case. */
async function compare(backend: string, c: Case, seen: Set<string>): Promise<number> {
  await useTestBackend(backend);
  const before = tf.memory().numTensors;
  const { kernelNames } = await tf.profile(() => tf.tidy(() => void c.run()));
  kernelNames.forEach((name) => seen.add(name));
  expect(tf.memory().numTensors).toBe(before);

  const results = await computeOn(backend, c.run);
  const reference = await computeOn('cpu', c.run);
  expect(results.length).toBe(reference.length);
  return Math.max(0, ...results.map((result, i) => largestDifference(result, reference[i]!)));
}
