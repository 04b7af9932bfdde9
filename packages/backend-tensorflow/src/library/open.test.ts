import { createRequire } from 'node:module';

import { expect, test } from '@jest/globals';

import { LibraryError } from '../errors.js';
import { openLibrary } from './open.js';

/** A library that is sure to be here and is not TensorFlow: koffi's own. */
function anotherLibrary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('koffi'));
  const system = `${process.platform}_${process.arch}`;
  return require.resolve(`@koromix/koffi-${process.platform}-${process.arch}/${system}/koffi.node`);
}

test('a library of another kind is an error, not a crash', () => {
  const path = anotherLibrary();
  expect(() => openLibrary(path)).toThrow(LibraryError);
  expect(() => openLibrary(path)).toThrow(
    /koffi\.node is not TensorFlow: it lacks (\d+) of \1 functions \(TF_Version, /,
  );
});

test('a file that is none is an error too', () => {
  expect(() => openLibrary('/no/such/libtensorflow.so.2')).toThrow(
    /^\/no\/such\/libtensorflow\.so\.2 cannot be opened: /,
  );
});
