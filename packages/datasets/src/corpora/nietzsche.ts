import { checkOptions, FormatError } from '@ibexjs/core';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';

const FILE: Published = {
  // published without a checksum, so the length is checked instead
  origin: 'https://s3.amazonaws.com/text-datasets/nietzsche.txt',
  fname: 'nietzsche.txt',
  mirrorPath: 'text/nietzsche.txt',
};

const CHARACTERS = 600_893;

/**
 * The writings of Friedrich Nietzsche that Keras' examples learn to write from: 600,893 characters,
 * from Project Gutenberg (public domain).
 *
 * @param options `path`: a text of your own; `cacheDir`, `onProgress`, `signal`
 * @throws DownloadError when it is neither cached nor to be had; FormatError when it is another text
 */
export async function loadText(options: LoadOptions = {}): Promise<string> {
  checkOptions('nietzsche.loadText', options, LOAD_OPTIONS);
  const text = new TextDecoder().decode(await loadBytes(FILE, options));
  const length = [...text].length;
  if (options.path !== undefined || length === CHARACTERS) return text;
  throw new FormatError(
    `nietzsche: ${CHARACTERS} characters were expected, ${length} came; delete nietzsche.txt from the cache.`,
  );
}
