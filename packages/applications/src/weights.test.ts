import { expect, test } from '@jest/globals';
import { camelCaseKeys } from '@ibexjs/core';
import { readFixture } from '@ibexjs/testing';

import * as applications from './index.js';
import type { Application } from './index.js';

interface Published {
  /** Keras' name. */
  application: string;
  options: Record<string, unknown>;
  file: string;
  url: string;
  hash?: string;
}

const fixture = readFixture<Published[]>(import.meta.url, '../fixtures/weights.json');

const byKerasName = new Map(
  Object.entries(applications).map(([name, value]) => [name.toLowerCase(), value]),
);

test.each(fixture)(
  '$application $options comes from where Keras has it',
  ({ application, options, ...expected }) => {
    const { publishedWeights } = byKerasName.get(application.toLowerCase()) as Application;
    expect(publishedWeights(camelCaseKeys(options))).toEqual(expected);
  },
);

test('all 40 are compared', () => {
  expect(new Set(fixture.map(({ application }) => application)).size).toBe(40);
});
