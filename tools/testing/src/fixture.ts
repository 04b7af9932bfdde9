import { readFileSync } from 'node:fs';

/**
 * A golden fixture: `readFixture<T>(import.meta.url, '../../fixtures/name.json')`, the path being
 * relative to the test.
 */
export function readFixture<T>(from: string, path: string): T {
  return JSON.parse(readFileSync(new URL(path, from), 'utf8')) as T;
}
