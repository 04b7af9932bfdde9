import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { test } from '@jest/globals';

/**
 * A test on real data: it runs where the folder `IBEX_DATASETS_MIRROR` has the file, and is
 * skipped, with the reason in its name, where it has not.
 */
export function testWithMirror(
  name: string,
  file: string,
  body: (path: string) => Promise<void>,
): void {
  const mirror = process.env['IBEX_DATASETS_MIRROR'];
  const path = mirror ? join(mirror, file) : '';
  if (mirror && existsSync(path)) test(name, () => body(path));
  else test.skip(`${name} (skipped: IBEX_DATASETS_MIRROR has no ${file})`, () => undefined);
}
