import type { RandomGenerator } from '@ibexjs/core';

/** Draws the number of the next character from the probabilities of all. */
export type Sampler = (
  probabilities: ArrayLike<number>,
  diversity: number,
  random: RandomGenerator,
) => number;

/** The most probable one. */
function mostProbable(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if (probabilities[i]! > probabilities[best]!) best = i;
  }
  return best;
}

/**
 * Draws from p^(1 / diversity), normalized: below 1 the probable becomes surer, above 1 the
 * improbable more frequent; near 0 always the most probable.
 */
export const temperature: Sampler = (probabilities, diversity, random) => {
  const top = Math.log(Math.max(probabilities[mostProbable(probabilities)]!, 1e-30));
  const weights = Array.from(probabilities, (p) =>
    Math.exp((Math.log(Math.max(p, 1e-30)) - top) / diversity),
  );
  let rest = random.uniform() * weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < weights.length; i++) {
    rest -= weights[i]!;
    if (rest < 0) return i;
  }
  return weights.length - 1;
};

/**
 * With probability `diversity` draws from the probabilities as they are (by trying characters until
 * one is accepted), otherwise takes the most probable.
 */
export const coin: Sampler = (probabilities, diversity, random) => {
  if (random.uniform() > diversity) return mostProbable(probabilities);
  // probabilities sum to 1, so about as many tries as there are characters are needed
  for (let tries = 0; tries < 1000 * probabilities.length; tries++) {
    const i = random.integer(probabilities.length);
    if (probabilities[i]! > random.uniform()) return i;
  }
  return mostProbable(probabilities);
};

/** The tutorials' two ways, and the diversities that they show. */
export const SAMPLERS = {
  temperature: { draw: temperature, diversities: [0.2, 0.5, 1, 1.2] },
  coin: { draw: coin, diversities: [0.2, 0.4, 0.6, 0.8] },
} as const satisfies Record<string, { draw: Sampler; diversities: readonly number[] }>;

export type SamplerName = keyof typeof SAMPLERS;
