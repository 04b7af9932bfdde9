import { UnknownOptionError, ValueError } from './errors.js';

/** `batchSize` → `batch_size`. */
export function toSnakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** `batch_size` → `batchSize`. Names without an underscore stay as they are. */
export function toCamelCase(name: string): string {
  return name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Number of single-letter edits between two words. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The word of `candidates` nearest to `word`, when it is near enough to be a likely misspelling. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Throws when `options` holds a key that is not in `known`: an option is never ignored in silence.
 * Keys whose value is undefined count as absent.
 *
 * @param where who was called, for the message: `Dense`, `model.fit`
 */
export function checkOptions(
  where: string,
  options: object | undefined,
  known: readonly string[],
): void {
  if (options === undefined) return;
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || known.includes(key)) continue;
    const near = nearest(key, known);
    throw new UnknownOptionError(
      `${where}: unknown option "${key}".` +
        (near ? ` Did you mean "${near}"?` : ` Known options: ${known.join(', ')}.`),
    );
  }
}

/**
 * One of a fixed set of words, accepted in camelCase or snake_case, any capitals
 * (`'channelsLast'`, `'channels_last'`). Returns the entry of `allowed`, which are Keras' own.
 */
export function checkChoice<T extends string>(
  where: string,
  option: string,
  value: string,
  allowed: readonly T[],
): T {
  const plain = (word: string) => word.replace(/_/g, '').toLowerCase();
  const found =
    typeof value === 'string' ? allowed.find((a) => plain(a) === plain(value)) : undefined;
  if (found !== undefined) return found;
  throw new ValueError(
    `${where}: option "${option}" must be one of ${allowed.map((a) => `'${a}'`).join(', ')}; received ${JSON.stringify(value)}.`,
  );
}

/** Throws unless `value` is a positive whole number. */
export function checkPositiveInteger(
  where: string,
  option: string,
  value: unknown,
): asserts value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return;
  throw new ValueError(
    `${where}: option "${option}" must be a positive whole number; received ${JSON.stringify(value)}.`,
  );
}

/** The same options with camelCase keys: what a constructor takes of a config in Keras' keys. */
export function camelCaseKeys(config: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]: [string, unknown]) => [toCamelCase(key), value]),
  );
}
