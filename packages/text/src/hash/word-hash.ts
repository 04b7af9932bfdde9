import { checkChoice, farmHash64 } from '@ibexjs/core/plain';

import { md5 } from './md5.js';
import { murmurHash3 } from './murmur3.js';
import { pythonHash } from './python-hash.js';

/** A function from a word to a whole number, of any sign and size. */
export type WordHash = (word: string) => number | bigint;

/** The built-in ones. */
export type WordHashName = 'hash' | 'md5' | 'murmur3' | 'farmhash64';

const NAMES: readonly WordHashName[] = ['hash', 'md5', 'murmur3', 'farmhash64'];
const encoder = new TextEncoder();

function md5Number(word: string): bigint {
  let hex = '0x';
  for (const byte of md5(encoder.encode(word))) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

const FUNCTIONS: Record<WordHashName, WordHash> = {
  hash: pythonHash,
  md5: md5Number,
  murmur3: (word) => murmurHash3(encoder.encode(word)),
  farmhash64: (word) => farmHash64(encoder.encode(word)),
};

/** The function of a name; a function is returned as it is. */
export function wordHash(where: string, hash: WordHashName | WordHash): WordHash {
  return typeof hash === 'function'
    ? hash
    : FUNCTIONS[checkChoice(where, 'hashFunction', hash, NAMES)];
}

/** `hash mod n` with Python's sign: never negative. */
export function bucketOf(hash: number | bigint, n: number): number {
  if (typeof hash === 'number') return ((hash % n) + n) % n;
  const size = BigInt(n);
  return Number(((hash % size) + size) % size);
}
