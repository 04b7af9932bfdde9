import { checkOptions, DownloadError, ValueError } from '@ibexjs/core';
import { ZipArchive } from '@ibexjs/formats';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';

const SIZES = [50, 100, 200, 300] as const;

/** Options of `loadVectorBytes`. */
export interface GloveOptions extends LoadOptions {
  /** Numbers in a vector: 50 (default), 100, 200 or 300. */
  size?: 50 | 100 | 200 | 300;
}

const ARCHIVE: Published = {
  origin: 'https://nlp.stanford.edu/data/glove.6B.zip',
  fname: 'glove.6B.zip',
  mirrorPath: 'words/glove.6B.zip',
};

/** The 5,050 most used words of it, as a mirror may have them; nobody publishes them so. */
const SUBSET: Published = {
  origin: [],
  fname: 'glove.6B.50d.subset.txt',
  fileHash: '8697f850a03781df4beecbf5208d2da81b1a74defe07a49f8ef62cfb4329c08c',
  mirrorPath: 'words/glove.6B.50d.subset.txt',
};

/**
 * The GloVe vectors of 400,000 words, as the bytes of their text file: `loadGlove` of
 * `@ibexjs/text` reads them. J. Pennington, R. Socher, C. Manning (2014),
 * https://nlp.stanford.edu/projects/glove, public domain (PDDL 1.0). The download has 862 MB; a
 * mirror may have the 50 numbers of 5,050 words alone, which then serve for `size: 50`.
 *
 * @param options `size`; `path`: a text file of your own; `cacheDir`, `onProgress`, `signal`
 * @throws DownloadError when they are neither cached nor to be had
 */
export async function loadVectorBytes(options: GloveOptions = {}): Promise<Uint8Array> {
  checkOptions('glove.loadVectorBytes', options, [...LOAD_OPTIONS, 'size']);
  const { size = 50, ...rest } = options;
  if (!SIZES.includes(size)) {
    throw new ValueError(
      `glove.loadVectorBytes: size must be 50, 100, 200 or 300; received ${size}.`,
    );
  }
  if (rest.path !== undefined || size === 50) {
    try {
      return await loadBytes(SUBSET, rest);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
    }
  }
  const archive = new ZipArchive(await loadBytes(ARCHIVE, rest));
  return archive.read(`glove.6B.${size}d.txt`);
}
