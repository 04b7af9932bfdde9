import { checkOptions, FormatError } from '@ibexjs/core';
import { readPickle } from '@ibexjs/formats';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';

const SOURCE =
  'https://raw.githubusercontent.com/leriomaggio/deep-learning-keras-tensorflow/master/data';

function list(fname: string, fileHash: string): Published {
  return {
    origin: [`${SOURCE}/${fname}`, `${SOURCE}/word_embeddings/${fname}`],
    fname,
    fileHash,
    mirrorPath: `text/${fname}`,
  };
}

const MALE = list(
  'male_blog_list.txt',
  '026d57cdc7217a1996cd2993163edc0461a57bd3278e2c2aef242c673b9045ae',
);
const FEMALE = list(
  'female_blog_list.txt',
  '1c163644e4a6dfec6cd8787f4672fd3c48839cfeaa0c4ffe81233c1ab4fafd5c',
);

/** Blog posts by who wrote them. */
export interface Blogs {
  /** 2,611 posts by men. */
  male: string[];
  /** 2,252 posts by women. */
  female: string[];
}

/**
 * 4,863 blog posts, as two pickled lists: the corpus of a tutorial on word vectors and text
 * generation.
 *
 * @param options `cacheDir`, `onProgress`, `signal`
 * @throws DownloadError when they are neither cached nor to be had
 */
export async function loadPosts(options: Omit<LoadOptions, 'path'> = {}): Promise<Blogs> {
  checkOptions(
    'blogs.loadPosts',
    options,
    LOAD_OPTIONS.filter((name) => name !== 'path'),
  );
  return { male: await read(MALE, options), female: await read(FEMALE, options) };
}

async function read(file: Published, options: LoadOptions): Promise<string[]> {
  const posts = readPickle(await loadBytes(file, options), { encoding: 'latin1' });
  if (Array.isArray(posts) && posts.every((post) => typeof post === 'string')) return posts;
  throw new FormatError(`blogs: ${file.fname} is not a list of texts.`);
}
