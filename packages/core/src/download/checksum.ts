import { ValueError } from '../errors.js';
import { fileError } from '../files.js';
import { nodeCrypto, nodeFs } from '../platform.js';

export type HashAlgorithm = 'sha256' | 'md5';

/** Published checksums of a file, by the algorithm their length tells. */
export type Hashes = ReadonlyMap<HashAlgorithm, readonly string[]>;

/** Sorts hexadecimal checksums by their length: 64 digits are SHA-256, 32 are MD5. */
export function parseHashes(where: string, hashes: string | readonly string[] | undefined): Hashes {
  const sorted = new Map<HashAlgorithm, string[]>();
  for (const hash of typeof hashes === 'string' ? [hashes] : (hashes ?? [])) {
    const algorithm = /^[0-9a-f]{64}$/i.test(hash)
      ? 'sha256'
      : /^[0-9a-f]{32}$/i.test(hash)
        ? 'md5'
        : undefined;
    if (!algorithm) {
      throw new ValueError(
        `${where}: option "fileHash" must be 64 (SHA-256) or 32 (MD5) hexadecimal digits; received ${JSON.stringify(hash)}.`,
      );
    }
    sorted.set(algorithm, [...(sorted.get(algorithm) ?? []), hash.toLowerCase()]);
  }
  return sorted;
}

/**
 * Compares a file with the published checksums; any one of them will do.
 * @returns undefined when it fits, else what is wrong, for a message
 */
export async function checkFile(path: string, hashes: Hashes): Promise<string | undefined> {
  return compare(hashes, (algorithm) => hashFile(path, algorithm));
}

/** The same for bytes in memory, with what a page offers: SHA-256, not MD5. */
export async function checkBytes(bytes: Uint8Array, hashes: Hashes): Promise<string | undefined> {
  const sha256 = hashes.get('sha256');
  if (!sha256) return undefined;
  return compare(new Map([['sha256', sha256]]), async () => {
    const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    );
  });
}

async function compare(
  hashes: Hashes,
  hash: (algorithm: HashAlgorithm) => Promise<string>,
): Promise<string | undefined> {
  let trouble: string | undefined;
  for (const [algorithm, published] of hashes) {
    const actual = await hash(algorithm);
    if (published.includes(actual)) return undefined;
    trouble = `its ${algorithm === 'md5' ? 'MD5' : 'SHA-256'} is ${actual}, published is ${published.join(' or ')}`;
  }
  return trouble;
}

async function hashFile(path: string, algorithm: HashAlgorithm): Promise<string> {
  const hash = nodeCrypto()!.createHash(algorithm);
  try {
    for await (const piece of nodeFs()!.createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(piece as Uint8Array);
    }
  } catch (error) {
    throw fileError('read', path, error);
  }
  return hash.digest('hex');
}
