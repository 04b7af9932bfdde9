import { test } from '@jest/globals';

import { findChromium } from './chromium.js';
import { runPage, type PageOptions } from './run-page.js';

/**
 * A test of what a page computes (see `runPage`): it runs where a Chromium is found, by
 * `CHROME_PATH` or on PATH, and is skipped, with the reason in its name, elsewhere.
 */
export function testInBrowser<T>(
  name: string,
  options: PageOptions,
  check: (result: T) => void | Promise<void>,
): void {
  const { timeout = 100_000 } = options;
  if (findChromium())
    test(name, async () => check(await runPage<T>({ ...options, timeout })), timeout + 20_000);
  else test.skip(`${name} (skipped: no Chromium; name one in CHROME_PATH)`, () => undefined);
}
