import { checkOptions, DownloadError, FormatError } from '@ibexjs/core';
import { gunzip, readTar } from '@ibexjs/formats';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';

const ARCHIVE: Published = {
  origin: 'https://www.cs.cornell.edu/people/pabo/movie-review-data/rt-polaritydata.tar.gz',
  fname: 'rt-polaritydata.tar.gz',
  mirrorPath: 'text/rt-polaritydata.tar.gz',
};

const POSITIVE: Published = part(
  'rt-polarity.pos',
  'd79ef14009bbf87cd6be21f91c3ea1a3cbcb73b34dfb4231aef7bbcd7677abc4',
);
const NEGATIVE: Published = part(
  'rt-polarity.neg',
  '4af43bf489620b498a0852c5a8c6a535155dec7985fdfea782b8f7756b957ccc',
);

/** The archive's files, which a mirror may have as they are; nobody publishes them singly. */
function part(fname: string, fileHash: string): Published {
  return { origin: [], fname, fileHash, mirrorPath: `text/${fname}` };
}

/** Sentences by what they say. */
export interface SentencePolarity {
  /** 5,331 sentences of praise. */
  positive: string[];
  /** 5,331 sentences of blame. */
  negative: string[];
}

/**
 * 10,662 sentences from film reviews. B. Pang and L. Lee (2005), Sentence polarity dataset v1.0,
 * https://www.cs.cornell.edu/people/pabo/movie-review-data
 *
 * @param options `cacheDir`, `onProgress`, `signal`
 * @throws DownloadError when they are neither cached nor to be had
 */
export async function loadSentences(
  options: Omit<LoadOptions, 'path'> = {},
): Promise<SentencePolarity> {
  checkOptions(
    'sentencePolarity.loadSentences',
    options,
    LOAD_OPTIONS.filter((name) => name !== 'path'),
  );
  const [positive, negative] = await loadParts(options);
  return { positive: sentences(positive), negative: sentences(negative) };
}

async function loadParts(options: LoadOptions): Promise<[Uint8Array, Uint8Array]> {
  try {
    return [await loadBytes(POSITIVE, options), await loadBytes(NEGATIVE, options)];
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
  }
  const files = readTar(gunzip(await loadBytes(ARCHIVE, options), { maxBytes: 10_000_000 }));
  const find = (name: string): Uint8Array => {
    const file = files.get(`rt-polaritydata/${name}`);
    if (file) return file;
    throw new FormatError(`sentencePolarity: the archive has no ${name}.`);
  };
  return [find('rt-polarity.pos'), find('rt-polarity.neg')];
}

function sentences(bytes: Uint8Array): string[] {
  // the files are older than UTF-8's ubiquity
  const text = new TextDecoder('windows-1252').decode(bytes);
  return text.split('\n').flatMap((line) => line.trim() || []);
}
