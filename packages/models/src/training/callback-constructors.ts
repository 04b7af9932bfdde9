import type { Callback, CallbackLike } from '@ibexjs/callbacks';

interface Registered {
  verbosity: number;
  make: new () => Callback;
}

const constructors: Registered[] = [];

/**
 * Adds a callback to every `fit` from now on: tfjs' way to show progress of its own.
 *
 * @param verbosity the least `verbose` of a `fit` that gets one
 */
export function registerCallbackConstructor(verbosity: number, make: new () => Callback): void {
  if (!constructors.some((entry) => entry.make === make && entry.verbosity === verbosity))
    constructors.push({ verbosity, make });
}

/** The registered callbacks for a run, freshly made, before those that the run was given. */
export function withRegistered(
  verbose: number,
  given: CallbackLike | readonly CallbackLike[] | null | undefined,
): CallbackLike[] {
  const made = constructors
    .filter(({ verbosity }) => verbosity <= verbose)
    .map(({ make }) => new make());
  return [...made, ...[given ?? []].flat()];
}
