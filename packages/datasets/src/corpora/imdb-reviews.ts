import { checkOptions, DownloadError, FormatError } from '@ibexjs/core';
import { gunzip, readTar } from '@ibexjs/formats';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';
import { dataSplits, type DataSplits } from '../splits.js';

const ARCHIVE: Published = {
  origin: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
  fname: 'aclImdb_v1.tar.gz',
  mirrorPath: 'imdb/aclImdb_v1.tar.gz',
};

/** The same texts, a JSON object a line, as a mirror may have them; nobody publishes them so. */
function lines(part: string, fileHash: string): Published {
  const fname = `aclImdb_${part}.jsonl.gz`;
  return { origin: [], fname, fileHash, mirrorPath: `imdb/${fname}` };
}

const TRAIN = lines('train', '94d972131992bb4389ab79ac55d2d9e09886b9a7c23d2286cb3cd58c970d9308');
const TEST = lines('test', '2519f36f81da3835d2228dd3355022b34f67e60661404f07ff0d47a1a5ce1517');

/** The archive unpacks to some 300 MB. */
const MAX_BYTES = 600_000_000;

type Part = [texts: string[], labels: Int32Array];

/**
 * 50,000 film reviews as raw texts, half to learn from, half to test, the praise before the blame;
 * label 1 is praise. The word numbers of the same reviews are `imdb`.
 *
 * A. Maas et al. (2011), Large Movie Review Dataset, https://ai.stanford.edu/~amaas/data/sentiment
 *
 * @param options `cacheDir`, `onProgress`, `signal`
 * @throws DownloadError when they are neither cached nor to be had
 */
export async function loadTexts(
  options: Omit<LoadOptions, 'path'> = {},
): Promise<DataSplits<string[], Int32Array>> {
  const known = LOAD_OPTIONS.filter((name) => name !== 'path');
  checkOptions('imdbReviews.loadTexts', options, known);
  const [[xTrain, yTrain], [xTest, yTest]] = await loadParts(options);
  return dataSplits(xTrain, yTrain, xTest, yTest);
}

async function loadParts(options: LoadOptions): Promise<[Part, Part]> {
  try {
    return [fromLines(await loadBytes(TRAIN, options)), fromLines(await loadBytes(TEST, options))];
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
  }
  const archive = await loadBytes(ARCHIVE, options);
  const files = readTar(gunzip(archive, { maxBytes: MAX_BYTES }));
  return [fromFiles(files, 'train'), fromFiles(files, 'test')];
}

function fromLines(bytes: Uint8Array): Part {
  const text = new TextDecoder().decode(gunzip(bytes, { maxBytes: MAX_BYTES }));
  const reviews = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { text: string; label: number });
  return [reviews.map((review) => review.text), Int32Array.from(reviews, (review) => review.label)];
}

function fromFiles(files: ReadonlyMap<string, Uint8Array>, part: string): Part {
  const decoder = new TextDecoder();
  const read = (folder: string) =>
    [...files]
      .filter(([name]) => name.startsWith(`aclImdb/${part}/${folder}/`) && name.endsWith('.txt'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, bytes]) => decoder.decode(bytes));
  const praise = read('pos');
  const blame = read('neg');
  if (praise.length === 0 || blame.length === 0) {
    throw new FormatError(`imdbReviews: the archive has no reviews in aclImdb/${part}.`);
  }
  const texts = [...praise, ...blame];
  return [texts, Int32Array.from(texts, (_, i) => (i < praise.length ? 1 : 0))];
}
