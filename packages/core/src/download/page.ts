import { datasetsMirror } from '../config.js';
import { DownloadError } from '../errors.js';
import { checkBytes } from './checksum.js';
import type { FileRequest } from './get-file.js';
import { Watch } from './watch.js';

const CACHE = 'ibex';

/** `fetchBytes` in a page: the Cache API, then the mirror's and the publishers' addresses. */
export async function fetchInPage(request: FileRequest): Promise<Uint8Array> {
  const { name, origins, mirrorPath, force } = request;
  const mirror = mirrorPath === null ? undefined : datasetsMirror();
  const urls = mirror ? [`${mirror.replace(/\/+$/, '')}/${mirrorPath}`, ...origins] : origins;
  const cache = await openCache();
  const tried: string[] = [];
  for (const url of urls) {
    const kept = force ? undefined : await keptBytes(cache, url, request);
    if (kept) return kept;
    try {
      const bytes = await fetchWatched(url, request);
      const trouble = await checkBytes(bytes, request.hashes);
      if (trouble !== undefined) throw new DownloadError(`wrong bytes came: ${trouble}`);
      // a full cache is no reason to fail: the bytes are here
      await cache?.put(url, new Response(bytes as BodyInit)).catch(() => undefined);
      return bytes;
    } catch (error) {
      request.transfer.signal?.throwIfAborted();
      tried.push(`${url}: ${(error as Error).message}`);
    }
  }
  throw new DownloadError(
    `Could not get ${name}. Tried:\n${tried.map((line) => `  - ${line}`).join('\n')}\nWhat to do: check the network; an address of another site must allow pages to read it (CORS), else serve the file yourself and call setDatasetsMirror(address).`,
  );
}

/** What the cache has of an address, if it is whole. */
async function keptBytes(
  cache: Cache | undefined,
  url: string,
  request: FileRequest,
): Promise<Uint8Array | undefined> {
  const kept = await cache?.match(url);
  if (!kept) return undefined;
  const bytes = new Uint8Array(await kept.arrayBuffer());
  return (await checkBytes(bytes, request.hashes)) === undefined ? bytes : undefined;
}

/** The browser's cache; undefined where there is none, or where the page may not use it. */
async function openCache(): Promise<Cache | undefined> {
  if (typeof caches === 'undefined') return undefined;
  return caches.open(CACHE).catch(() => undefined);
}

/** The bytes at an address. @throws DownloadError when it is not there, or nothing comes */
async function fetchWatched(url: string, request: FileRequest): Promise<Uint8Array> {
  const watch = new Watch(request.transfer.timeout, request.transfer.signal);
  try {
    const response = await fetch(url, { signal: watch.signal });
    watch.touch();
    if (!response.ok) {
      await response.body?.cancel();
      throw new DownloadError(`the server answered ${response.status}`);
    }
    return await readBody(response, request, watch);
  } catch (error) {
    throw watch.reason ?? error;
  } finally {
    watch.stop();
  }
}

async function readBody(
  response: Response,
  request: FileRequest,
  watch: Watch,
): Promise<Uint8Array> {
  const length = Number(response.headers.get('content-length')) || undefined;
  const pieces: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    watch.touch();
    pieces.push(next.value);
    received += next.value.length;
    if (received > request.transfer.maxBytes) {
      await reader?.cancel();
      throw new DownloadError(`more than ${request.transfer.maxBytes} bytes came`);
    }
    request.onProgress?.(received, length);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
