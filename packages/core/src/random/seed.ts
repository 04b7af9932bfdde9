import { ValueError } from '../errors.js';
import { philox } from './philox.js';

/**
 * The process-wide source of seeds: `setRandomSeed(n)` restarts it, and everything that is made
 * without a seed of its own (initializers, dropout, shuffling) takes the next one from it.
 */
let globalSeed: number | undefined;
let drawn = 0;

/**
 * Fixes every random number that follows: initial weights, shuffling, dropout, augmentation.
 * The same seed gives the same numbers on every backend. 0 is a seed like any other.
 *
 * @throws ValueError unless `seed` is a whole number from 0 to 2^53 - 1
 */
export function setRandomSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ValueError(
      `setRandomSeed: the seed must be a whole number from 0 on; received ${seed}.`,
    );
  }
  globalSeed = seed;
  drawn = 0;
}

/** The next seed of the process-wide source, a whole number in [0, 2^31). */
export function nextSeed(): number {
  globalSeed ??= Math.floor(Math.random() * 0x7fffffff);
  const out = new Uint32Array(1);
  philox(out, globalSeed, Math.floor(globalSeed / 0x100000000), drawn++, 0x1be5);
  return out[0]! & 0x7fffffff;
}

/** Position of the process-wide source, so that a resumed run can go on where it stopped. */
export function getRandomState(): { seed: number; drawn: number } {
  globalSeed ??= Math.floor(Math.random() * 0x7fffffff);
  return { seed: globalSeed, drawn };
}

/** Puts the process-wide source back where `getRandomState` found it. */
export function setRandomState(state: { seed: number; drawn: number }): void {
  setRandomSeed(state.seed);
  drawn = state.drawn;
}
