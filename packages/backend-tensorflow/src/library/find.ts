import { LibraryError } from '../errors.js';
import { placesToLook, thisProcess, type Candidate, type Surroundings } from './candidates.js';
import { faultOfLibrary } from './header.js';

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
  const empty: string[] = [];
  const damaged: string[] = [];
  for (const { from, path, candidates } of placesToLook(explicit, surroundings)) {
    for (const candidate of candidates) {
      const fault = faultOfLibrary(candidate.path);
      if (fault === null) return candidate;
      damaged.push(`; ${candidate.path} is no use: ${fault}`);
    }
    if (candidates.length === 0)
      empty.push(path === null || path === from ? from : `${from} (${path})`);
  }
  const where = empty.length > 0 ? ` in ${empty.join(', ')}` : '';
  throw new LibraryError(`no TensorFlow library was found${where}${damaged.join('')}`);
}
