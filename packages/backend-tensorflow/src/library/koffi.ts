import { nodeRequire } from '@ibexjs/core';
import type * as koffiModule from 'koffi';

import { LibraryError } from '../errors.js';

/** The package that calls functions of C libraries. */
export type Koffi = typeof koffiModule;

const COMMAND = 'npm install koffi@3.3.4';

/** By `require`, which bundlers of pages do not follow. @throws LibraryError */
export function loadKoffi(): Koffi {
  const require = nodeRequire(import.meta.url);
  if (!require) throw new LibraryError('TensorFlow runs in Node, not in a page');
  try {
    return require('koffi') as Koffi;
  } catch (error) {
    throw new LibraryError(
      `the package koffi, which calls libraries, is not installed or has no build for ${process.platform} ${process.arch}; run: ${COMMAND}`,
      { cause: error },
    );
  }
}
