import { fetchBytes, readFile, type DownloadProgress, type GetFileOptions } from '@ibexjs/core';

/** What every loader takes. */
export interface LoadOptions {
  /** A file of your own to read in place of the published one. */
  path?: string;
  /** The cache. Default: `IBEX_HOME`, else `~/.ibex`. */
  cacheDir?: string;
  /** Called as bytes arrive. Default: shown on standard error. */
  onProgress?: DownloadProgress;
  signal?: AbortSignal;
}

export const LOAD_OPTIONS: readonly string[] = ['path', 'cacheDir', 'onProgress', 'signal'];

/** Where a file is published, its checksums, and where a mirror has it. */
export type Published = Pick<GetFileOptions, 'origin' | 'fname' | 'fileHash' | 'mirrorPath'>;

/** The bytes of the user's own file, or of the published one. */
export async function loadBytes(published: Published, options: LoadOptions): Promise<Uint8Array> {
  const { path, cacheDir, onProgress, signal } = options;
  if (path !== undefined) return readFile(path);
  return fetchBytes({
    ...published,
    ...(cacheDir !== undefined && { cacheDir }),
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
}

/** Where Google publishes the data sets of Keras. */
export const KERAS_DATASETS = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets';
