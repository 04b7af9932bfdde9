import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, describe, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';

import { programs } from './blocks.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = fileURLToPath(new URL('..', import.meta.url));

// inside the workspace, so that the examples resolve packages as a user's project would
mkdirSync(join(here, 'generated'), { recursive: true });
const folder = mkdtempSync(join(here, 'generated', 'run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`),
];

test('every page with code is found', () => {
  expect(pages).toContain('README.md');
  expect(pages.flatMap((page) => programs(readFileSync(join(root, page), 'utf8')))).not.toEqual([]);
});

describe.each(pages)('%s', (page) => {
  const blocks = programs(readFileSync(join(root, page), 'utf8'));
  if (blocks.length === 0) {
    test('has no program to run', () => expect(blocks).toEqual([]));
    return;
  }
  test.each(blocks)(
    'line $line runs',
    async ({ line, code }) => {
      const file = join(
        folder,
        `${relative(root, join(root, page)).replace(/\W/g, '-')}-${line}.mjs`,
      );
      const { code: script } = transformSync(code, {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      writeFileSync(file, script);
      const env = { ...process.env, IBEX_HOME: join(folder, 'home') };
      const { stdout } = await run(process.execPath, [file], {
        cwd: folder,
        env,
        timeout: 110_000,
      });
      expect(typeof stdout).toBe('string');
    },
    120_000,
  );
});
