import { LibraryError } from '../errors.js';
import { placesToLook, thisProcess, type Candidate, type Surroundings } from './candidates.js';
import { faultOfLibrary } from './header.js';

/** What mends a missing library, in one command. */
export const INSTALL_COMMAND = 'pip install tensorflow-cpu';

/**
 * TensorFlow's library, the first that is whole.
 *
 * @param explicit file or folder that the program named; nothing else is looked at then
 * @throws LibraryError that lists the places that were looked in and what was wrong there
 */
export function findLibrary(
  explicit: string | undefined,
  surroundings: Surroundings = thisProcess(),
): Candidate {
  const tried: string[] = [];
  for (const { from, path, candidates } of placesToLook(explicit, surroundings)) {
    for (const candidate of candidates) {
      const fault = faultOfLibrary(candidate.path);
      if (fault === null) return candidate;
      tried.push(`${from}: ${candidate.path}: ${fault}`);
    }
    if (candidates.length === 0) {
      tried.push(path === null ? `${from}: none` : `${from}: no library in ${path}`);
    }
  }
  throw new LibraryError(`no TensorFlow library was found (${tried.join('; ')})`);
}
