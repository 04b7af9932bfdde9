import { checkPositiveInteger } from '@ibexjs/core/plain';

export interface NgramOptions<T> {
  /** Stands before the first item, n - 1 times. */
  start?: T;
  /** Stands after the last item, n - 1 times. */
  end?: T;
}

/**
 * All runs of n items.
 *
 * @example ngrams(['a', 'b', 'c'], 2) // [['a', 'b'], ['b', 'c']]
 * @example ngrams(['a', 'b'], 2, { start: '<s>', end: '</s>' }) // [['<s>','a'], ['a','b'], ['b','</s>']]
 */
export function ngrams<T>(items: readonly T[], n: number, options: NgramOptions<T> = {}): T[][] {
  checkPositiveInteger('ngrams', 'n', n);
  const padding = (item: T | undefined) =>
    item === undefined ? [] : new Array<T>(n - 1).fill(item);
  const padded = [...padding(options.start), ...items, ...padding(options.end)];
  return Array.from({ length: Math.max(0, padded.length - n + 1) }, (_, i) =>
    padded.slice(i, i + n),
  );
}
