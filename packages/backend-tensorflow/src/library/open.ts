import type { LibraryHandle, TypeObject } from 'koffi';

import { SYMBOLS, type CApi } from '../api/symbols.js';
import { LibraryError } from '../errors.js';
import { loadKoffi, type Koffi } from './koffi.js';

/** TensorFlow's C API, and copies to and from the memory behind its pointers. */
export interface OpenLibrary {
  readonly path: string;
  readonly version: string;
  readonly api: CApi;
  readonly copyTo: (address: number, source: Uint8Array, bytes: number) => void;
  readonly copyFrom: (target: Uint8Array, address: number, bytes: number) => void;
}

/**
 * Opens a library and binds the functions of TensorFlow's C API.
 *
 * @throws LibraryError when the loader refuses it, or functions are missing
 */
export function openLibrary(path: string): OpenLibrary {
  const koffi = loadKoffi();
  pin(koffi, path);
  let library: LibraryHandle;
  try {
    library = koffi.load(path, { lazy: true, global: true });
  } catch (error) {
    throw new LibraryError(`${path} cannot be opened: ${(error as Error).message}`);
  }
  const api = bind(koffi, library, path);
  return {
    path,
    version: api.TF_Version(),
    api,
    ...copying(koffi),
  };
}

/** The system's memcpy: a view of the memory for each tensor would cost more than the copy. */
function copying(koffi: Koffi): Pick<OpenLibrary, 'copyTo' | 'copyFrom'> {
  const system = koffi.load(process.platform === 'win32' ? 'msvcrt.dll' : null);
  return {
    copyTo: system.func('memcpy', 'int64', ['int64', 'void *', 'size_t']),
    copyFrom: system.func('memcpy', 'int64', ['void *', 'int64', 'size_t']),
  };
}

const FLAGS: Readonly<Record<string, number>> = {
  linux: 0x1 | 0x100 | 0x1000, // lazy, global, nodelete
  darwin: 0x1 | 0x8 | 0x80,
};

/**
 * Opens the library so that it is never closed again: koffi closes it when the process ends, and
 * TensorFlow's threads would then run in unmapped memory.
 */
function pin(koffi: Koffi, path: string): void {
  const flags = FLAGS[process.platform];
  if (flags === undefined) return;
  const own = koffi.load(null);
  const handle = own.func('dlopen', 'int64', ['str', 'int'])(path, flags) as number;
  if (handle !== 0) return;
  const reason = own.func('dlerror', 'str', [])() as string | null;
  throw new LibraryError(`${path} cannot be opened: ${reason ?? 'the system does not say why'}`);
}

function bind(koffi: Koffi, library: LibraryHandle, path: string): CApi {
  const output = koffi.struct({ oper: 'int64', index: 'int' });
  const typeOf = (name: string): string | TypeObject => {
    if (name === 'ptr') return 'int64'; // a plain number is cheaper than koffi's BigInt pointers
    if (name === 'bytes') return 'void *';
    return name === 'output' ? output : name;
  };
  const functions: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [name, [result, parameters]] of Object.entries(SYMBOLS)) {
    try {
      functions[name] = library.func(name, typeOf(result), parameters.map(typeOf));
    } catch {
      missing.push(name); // calling it would end the process
    }
  }
  if (missing.length === 0) return functions as CApi;
  const total = Object.keys(SYMBOLS).length;
  const what =
    missing.length === total
      ? 'is not TensorFlow'
      : 'is a TensorFlow of another kind; pip install --upgrade tensorflow-cpu brings a usable one';
  throw new LibraryError(
    `${path} ${what}: it lacks ${missing.length} of ${total} functions (${missing.slice(0, 3).join(', ')} …)`,
  );
}
