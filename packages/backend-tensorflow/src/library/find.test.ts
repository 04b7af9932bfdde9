import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { LibraryError } from '../errors.js';
import type { Surroundings } from './candidates.js';
import { findLibrary } from './find.js';
import { versionByName } from './version.js';

const folder = mkdtempSync(join(tmpdir(), 'ibex-find-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PYTHON = 'lib/python3.11/site-packages/tensorflow';
const WHOLE = join(folder, 'venv', PYTHON, 'libtensorflow_cc.so.2');

/** An ELF header that promises nothing more than itself. */
function library(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2]);
  writeFileSync(path, bytes);
}

beforeAll(() => {
  library(WHOLE);
  mkdirSync(join(folder, 'venv', PYTHON, '..', 'tensorflow_cpu-2.21.0.dist-info'));
  library(join(folder, 'conda/lib/libtensorflow.so.2.18.0'));
  symlinkSync('libtensorflow.so.2.18.0', join(folder, 'conda/lib/libtensorflow.so'));
  library(join(folder, 'built/libtensorflow.so.2'));
  mkdirSync(join(folder, 'damaged'));
  writeFileSync(join(folder, 'damaged/libtensorflow.so.2'), 'half a download');
});

/** Surroundings with some variables, on Linux, with neither Python nor tfjs-node. */
const around = (
  env: Record<string, string> = {},
  rest: Partial<Surroundings> = {},
): Surroundings => ({
  platform: 'linux',
  env: (name) => (env[name] === undefined ? undefined : join(folder, env[name])),
  python: () => null,
  tfjsNode: () => null,
  ...rest,
});

describe('the first place that has a library decides', () => {
  const everywhere = { VIRTUAL_ENV: 'venv', CONDA_PREFIX: 'conda' };
  const built = join(folder, 'built');

  test.each<[string, string | undefined, Surroundings, string, string]>([
    ['the option', built, around(everywhere), 'built/libtensorflow.so.2', 'the option "library"'],
    [
      'IBEX_LIBTENSORFLOW, a folder',
      undefined,
      around({ ...everywhere, IBEX_LIBTENSORFLOW: 'conda' }),
      'conda/lib/libtensorflow.so',
      'IBEX_LIBTENSORFLOW',
    ],
    [
      'IBEX_LIBTENSORFLOW, a file',
      undefined,
      around({ IBEX_LIBTENSORFLOW: 'built/libtensorflow.so.2' }),
      'built/libtensorflow.so.2',
      'IBEX_LIBTENSORFLOW',
    ],
    [
      'tfjs-node',
      undefined,
      around(everywhere, { tfjsNode: () => built }),
      'built/libtensorflow.so.2',
      'tfjs-node',
    ],
    [
      'VIRTUAL_ENV',
      undefined,
      around(everywhere),
      `venv/${PYTHON}/libtensorflow_cc.so.2`,
      'VIRTUAL_ENV',
    ],
    [
      'CONDA_PREFIX',
      undefined,
      around({ CONDA_PREFIX: 'conda' }),
      'conda/lib/libtensorflow.so',
      'CONDA_PREFIX',
    ],
    [
      'python3',
      undefined,
      around({}, { python: () => dirname(WHOLE) }),
      `venv/${PYTHON}/libtensorflow_cc.so.2`,
      'python3',
    ],
  ])('%s', (_name, option, surroundings, path, from) => {
    expect(findLibrary(option, surroundings)).toEqual({ path: join(folder, path), from });
  });

  test('python3 is not asked where something before it serves', () => {
    const python = () => {
      throw new Error('asked');
    };
    expect(findLibrary(undefined, around(everywhere, { python })).from).toBe('VIRTUAL_ENV');
  });
});

describe('without a library the error says what was tried', () => {
  const messageOf = (option: string | undefined, surroundings: Surroundings): string => {
    try {
      findLibrary(option, surroundings);
    } catch (error) {
      expect(error).toBeInstanceOf(LibraryError);
      expect((error as LibraryError).code).toBe('IBEX_BACKEND');
      return (error as Error).message;
    }
    return 'found one';
  };

  test('in every place', () => {
    expect(messageOf(undefined, around({}, { platform: 'darwin' }))).toBe(
      'no TensorFlow library was found in tfjs-node, VIRTUAL_ENV, CONDA_PREFIX, python3, /usr/local/lib, /usr/lib, /opt/homebrew/lib, /opt/tensorflow/lib',
    );
  });

  test('in the folder that was named, and nowhere else', () => {
    expect(messageOf(join(folder, 'none'), around({ VIRTUAL_ENV: 'venv' }))).toBe(
      `no TensorFlow library was found in the option "library" (${folder}/none)`,
    );
  });

  test('and what is wrong with a damaged one', () => {
    const path = join(folder, 'damaged/libtensorflow.so.2');
    expect(messageOf(undefined, around({ IBEX_LIBTENSORFLOW: 'damaged' }))).toBe(
      `no TensorFlow library was found; ${path} is no use: it holds only 15 bytes`,
    );
  });
});

test('the version shows in the names around a library', () => {
  expect(versionByName(WHOLE)).toBe('2.21.0');
  expect(versionByName(join(folder, 'conda/lib/libtensorflow.so'))).toBe('2.18.0');
  expect(versionByName(join(folder, 'built/libtensorflow.so.2'))).toBeNull();
});
