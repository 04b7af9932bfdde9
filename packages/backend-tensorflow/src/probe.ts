import { findLibrary } from './library/find.js';
import { checkDriver } from './library/gpu.js';
import { versionByName } from './library/version.js';

/** What would run, as far as files tell. */
export interface Probed {
  library: string;
  version: string;
}

/**
 * Finds out which TensorFlow a backend would run on, without loading it (which takes a third of a
 * second and 300 MB).
 *
 * @throws LibraryError that says what was tried
 */
export async function probe(backend: 'tensorflow' | 'cuda' = 'tensorflow'): Promise<Probed> {
  if (backend === 'cuda') checkDriver();
  const { path } = findLibrary(undefined);
  return { library: path, version: versionByName(path) ?? 'unknown' };
}
