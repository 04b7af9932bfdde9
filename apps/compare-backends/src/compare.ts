import { withBackend } from '@ibexjs/backends';

import { NETWORKS, type NetworkName } from './networks.js';
import { type Run, train, type TrainOptions } from './train.js';

/** What a backend made of a network, and how far that is from the first backend. */
export interface Compared extends Run {
  backend: string;
  /** Largest difference of a loss, of all steps. */
  lossDifference: number;
  /** Largest difference of a probability, after training. */
  predictionDifference: number;
}

/** Trains a network on each backend; the first is what the others are compared with. */
export async function compare(
  name: NetworkName,
  backends: readonly string[],
  options: TrainOptions,
): Promise<Compared[]> {
  const network = NETWORKS[name];
  const task = await network.task();
  const results: Compared[] = [];
  for (const backend of backends) {
    const run = await withBackend(backend, () => train(network, task, options));
    const reference = results[0] ?? run;
    results.push({
      ...run,
      backend,
      lossDifference: largestDifference(run.losses, reference.losses),
      predictionDifference: largestDifference(run.predictions, reference.predictions),
    });
  }
  return results;
}

/** NaN counts as infinitely far. */
function largestDifference(a: readonly number[], b: readonly number[]): number {
  return a.reduce((worst, value, i) => {
    const difference = Math.abs(value - b[i]!);
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}
