import { farmHash64, sipHash, ValueError } from '@ibexjs/core';

/** Two whole numbers that salt a hash. */
export type Salt = readonly [number, number];

const encoder = new TextEncoder();

/** TensorFlow's bucket of a text: FarmHash64, or SipHash-2-4 with a salt. */
export function hashBucket(text: string, buckets: number, salt: Salt | null): number {
  const bytes = encoder.encode(text);
  const hash = salt ? sipHash(bytes, [BigInt(salt[0]), BigInt(salt[1])]) : farmHash64(bytes);
  return Number(hash % BigInt(buckets));
}

/** The option `salt`: one number counts twice. */
export function checkSalt(
  where: string,
  salt: number | readonly number[] | null | undefined,
): Salt | null {
  if (salt === undefined || salt === null) return null;
  const [first, second] = typeof salt === 'number' ? [salt, salt] : salt;
  if (Number.isInteger(first) && Number.isInteger(second)) return [first!, second!];
  throw new ValueError(
    `${where}: option "salt" must be a whole number, or two; received ${JSON.stringify(salt)}.`,
  );
}

/** Orders texts by code point, as Python does, and numbers by size. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
  }
  return x.length - y.length;
}

/** Counts tokens, and the documents they are in. */
export class TokenCounter<T extends string | number> {
  private readonly counts = new Map<T, number>();
  private readonly documents = new Map<T, number>();
  private documentCount = 0;

  add(tokens: readonly T[]): void {
    this.documentCount++;
    for (const token of tokens) this.counts.set(token, (this.counts.get(token) ?? 0) + 1);
    for (const token of new Set(tokens)) {
      this.documents.set(token, (this.documents.get(token) ?? 0) + 1);
    }
  }

  /** Tokens, most frequent first; of equally frequent ones the last in order first, as Keras has it. */
  frequent(without: readonly (T | null)[], limit: number): T[] {
    return [...this.counts]
      .filter(([token]) => !without.includes(token))
      .sort(([a, x], [b, y]) => y - x || compare(b, a))
      .slice(0, limit)
      .map(([token]) => token);
  }

  /** ln(1 + documents / (1 + documents with the token)) */
  inverseFrequency(token: T): number {
    return Math.log(1 + this.documentCount / (1 + (this.documents.get(token) ?? 0)));
  }
}

export interface SpecialTokens<T> {
  /** Number 0 where numbers come out, and nothing elsewhere; null: there is none. */
  maskToken: T | null;
  oovToken: T | null;
  numOovIndices: number;
  /** Whether numbers come out; only then the mask has one. */
  numbered: boolean;
  /** Which of several numbers an unknown token gets. */
  oovBucket: (token: T) => number;
}

/** Numbers of tokens: the mask's, those of unknown tokens, then the known ones'. */
export class Vocabulary<T extends string | number> {
  private readonly numbers: Map<T, number>;
  readonly tokens: readonly T[];

  /** @throws ValueError for tokens that stand twice, or where none belong */
  constructor(
    private readonly where: string,
    readonly special: SpecialTokens<T>,
    tokens: readonly T[],
  ) {
    const start = this.tokenStart;
    const front = [
      ...new Array<T | null>(this.oovStart).fill(special.maskToken),
      ...new Array<T | null>(special.numOovIndices).fill(special.oovToken),
    ];
    const includesSpecial = front.length > 0 && front.every((token, i) => tokens[i] === token);
    this.tokens = includesSpecial ? tokens.slice(start) : tokens;
    this.numbers = new Map(this.tokens.map((token, i) => [token, start + i]));
    if (this.numbers.size < this.tokens.length) {
      const repeated = this.tokens.find((token, i) => this.tokens.indexOf(token) < i);
      throw new ValueError(`${where}: the vocabulary holds ${JSON.stringify(repeated)} twice.`);
    }
    if (special.maskToken !== null && this.numbers.has(special.maskToken)) {
      throw new ValueError(
        `${where}: the mask token ${JSON.stringify(special.maskToken)} stands within the vocabulary. ` +
          'Leave it and the unknown token out, or put them first.',
      );
    }
  }

  private get oovStart(): number {
    return this.special.maskToken !== null && this.special.numbered ? 1 : 0;
  }

  /** Number of the first known token. */
  get tokenStart(): number {
    return this.oovStart + this.special.numOovIndices;
  }

  /** How many numbers there are. */
  get size(): number {
    return this.tokenStart + this.tokens.length;
  }

  /** Number of a token; -1 for the mask where it has none. @throws ValueError for an unknown one */
  lookup(token: T): number {
    const { maskToken, numbered, numOovIndices, oovBucket } = this.special;
    if (token === maskToken) return numbered ? 0 : -1;
    const number = this.numbers.get(token);
    if (number !== undefined) return number;
    if (numOovIndices === 0) {
      throw new ValueError(
        `${this.where}: ${JSON.stringify(token)} is not in the vocabulary, and with numOovIndices: 0 there is no ` +
          'number for unknown tokens. Take numOovIndices: 1.',
      );
    }
    return this.oovStart + (numOovIndices === 1 ? 0 : oovBucket(token));
  }

  /** The token of a number; `oovToken` for numbers of none. */
  tokenOf(number: number): T | null {
    const { maskToken, oovToken } = this.special;
    if (number === 0 && maskToken !== null) return maskToken;
    return this.tokens[number - this.tokenStart] ?? oovToken;
  }

  /** All tokens by their numbers. */
  list(includeSpecial = true): (T | null)[] {
    if (!includeSpecial) return this.tokens.slice();
    const { maskToken, oovToken, numOovIndices } = this.special;
    return [
      ...new Array<T | null>(this.oovStart).fill(maskToken),
      ...new Array<T | null>(numOovIndices).fill(oovToken),
      ...this.tokens,
    ];
  }
}
