import { DownloadError, terminalProgress, type DownloadProgress } from '@ibexjs/core';

/** What a loader of `@ibexjs/datasets` needs for a try that ends soon. */
export interface QuickOptions {
  signal: AbortSignal;
  onProgress: DownloadProgress;
}

/** Data that was found, and where. */
export interface Found<T> {
  data: T;
  /** `downloaded`, or `found in the cache or a mirror`. */
  how: string;
}

/** Why there is no data. */
export interface Missing {
  reason: string;
}

/**
 * Tries to load published data without making anyone wait: gives up when no byte has arrived for
 * `patience` milliseconds. What has come is kept for the next try.
 *
 * @param name of the file, for the progress bar
 * @param load a loader: `(options) => mnist.loadArrays(options)`
 * @param signal ends the try; its reason is thrown then
 */
export async function tryToLoad<T>(
  name: string,
  load: (options: QuickOptions) => Promise<T>,
  signal: AbortSignal,
  patience = 5000,
): Promise<Found<T> | Missing> {
  const stalled = new AbortController();
  let progress: DownloadProgress | undefined;
  let timer = setTimeout(() => stalled.abort(), patience);
  try {
    const data = await load({
      signal: AbortSignal.any([signal, stalled.signal]),
      onProgress: (received, total) => {
        progress ??= terminalProgress(name, 'its publisher');
        progress(received, total);
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(), patience);
      },
    });
    return { data, how: progress ? 'downloaded' : 'found in the cache or a mirror' };
  } catch (error) {
    if (signal.aborted) throw error;
    if (stalled.signal.aborted) {
      return { reason: `no answer from its publisher within ${patience / 1000} seconds` };
    }
    if (error instanceof DownloadError) return { reason: networkReason(error) };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** One line of the several that a failed download explains. */
function networkReason(error: DownloadError): string {
  const tried = error.message
    .split('\n')
    .filter((line) => /^\s*- https?:/.test(line))
    .map((line) => line.replace(/^\s*- https?:\/\/([^/]+)\S*: /, '$1: ').trim());
  return `it is neither cached nor mirrored, and could not be downloaded (${tried[0] ?? 'no address answered'})`;
}
