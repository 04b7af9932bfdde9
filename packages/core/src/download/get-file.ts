import { datasetsMirror, ibexHome } from '../config.js';
import { DownloadError, FileError, ValueError } from '../errors.js';
import { fileExists, makeFolder, readFile, removeFile, renameFile } from '../files.js';
import { checkOptions } from '../options.js';
import { environment, isNode, nodePath } from '../platform.js';
import { checkFile, parseHashes, type Hashes } from './checksum.js';
import { claim } from './claim.js';
import { fetchInPage } from './page.js';
import { terminalProgress, type DownloadProgress } from './progress.js';
import { download, type TransferOptions } from './transfer.js';

/** Options of `getFile` and `fetchBytes`; the first six are Keras' own. */
export interface GetFileOptions {
  /** Address, or several of the same file, tried in turn. */
  origin: string | readonly string[];
  /** Name in the cache. Default: the last part of the address. */
  fname?: string;
  /** Published checksums, any of which will do: SHA-256 or MD5, told by their length. */
  fileHash?: string | readonly string[];
  /** Folder within the cache. Default: 'datasets'. */
  cacheSubdir?: string;
  /** The cache. Default: `IBEX_HOME`, else `~/.ibex`. */
  cacheDir?: string;
  /** Download even when the file is cached. Default: false. */
  forceDownload?: boolean;
  /** Where a mirror has the file: `mnist/mnist.npz`. Default: `fname`. Null: not on a mirror. */
  mirrorPath?: string | null;
  /** Called as bytes arrive. Default: shown on standard error. */
  onProgress?: DownloadProgress;
  /** Seconds without a byte after which a connection counts as stalled. Default: 30. */
  timeout?: number;
  /** Attempts after the first that may bring nothing. Default: 4. */
  retries?: number;
  /** Seconds before the first retry; doubles each time. Default: 0.5. */
  retryDelay?: number;
  /** More bytes than this are refused. Default: 16 GiB. */
  maxBytes?: number;
  signal?: AbortSignal;
}

const OPTIONS = [
  'origin',
  'fname',
  'fileHash',
  'cacheSubdir',
  'cacheDir',
  'forceDownload',
  'mirrorPath',
  'onProgress',
  'timeout',
  'retries',
  'retryDelay',
  'maxBytes',
  'signal',
];

/** What the options mean, with defaults filled in. */
export interface FileRequest {
  name: string;
  origins: readonly string[];
  hashes: Hashes;
  mirrorPath: string | null;
  /** Folder of the cache; empty in a page. */
  folder: string;
  force: boolean;
  transfer: Omit<TransferOptions, 'onProgress'>;
  onProgress: DownloadProgress | undefined;
}

/**
 * A file of the cache, downloaded when it is not there: Keras' `get_file`. The mirror
 * (`IBEX_DATASETS_MIRROR`) is looked in first, then the cache, then the addresses. Interrupted
 * downloads are resumed, the checksum is verified, and the cache never holds half a file.
 *
 * @returns the path of the file; one in a mirror's folder is used where it lies
 * @throws DownloadError saying what was tried and what to do; FileError when the cache cannot be
 *   written
 */
export async function getFile(options: GetFileOptions): Promise<string> {
  const request = parse('getFile', options);
  if (!isNode) {
    throw new FileError('getFile: a page has no file system; use fetchBytes, which gives bytes.');
  }
  return findFile(request);
}

/**
 * The bytes of a file of the cache, downloaded when it is not there. In a page the cache is the
 * browser's own (Cache API), where it offers one.
 *
 * @throws DownloadError saying what was tried and what to do
 */
export async function fetchBytes(options: GetFileOptions): Promise<Uint8Array> {
  const request = parse('fetchBytes', options);
  return isNode ? readFile(await findFile(request)) : fetchInPage(request);
}

function parse(where: string, options: GetFileOptions): FileRequest {
  checkOptions(where, options, OPTIONS);
  const origins = typeof options.origin === 'string' ? [options.origin] : options.origin;
  const name = options.fname ?? origins[0]?.split(/[?#]/)[0]!.split('/').pop() ?? '';
  if (!/^[^/\\]+$/.test(name) || name === '..' || name === '.') {
    throw new ValueError(`${where}: ${JSON.stringify(name)} is no file name; set option "fname".`);
  }
  const cacheDir = options.cacheDir ?? ibexHome();
  const subdir = options.cacheSubdir ?? 'datasets';
  return {
    name,
    origins,
    hashes: parseHashes(where, options.fileHash),
    mirrorPath: options.mirrorPath === undefined ? name : options.mirrorPath,
    folder: cacheDir === undefined ? '' : nodePath()!.join(cacheDir, subdir),
    force: options.forceDownload ?? false,
    transfer: {
      timeout: 1000 * (options.timeout ?? 30),
      retries: options.retries ?? 4,
      retryDelay: 1000 * (options.retryDelay ?? 0.5),
      maxBytes: options.maxBytes ?? 16 * 1024 ** 3,
      ...(options.signal && { signal: options.signal }),
    },
    onProgress: options.onProgress,
  };
}

async function findFile(request: FileRequest): Promise<string> {
  const { name, origins, hashes, mirrorPath, folder, force } = request;
  const path = nodePath()!;
  const cached = path.join(folder, name);
  const tried: string[] = [];
  const mirror = mirrorPath === null ? undefined : datasetsMirror();
  const mirrorUrl = mirror && isAddress(mirror) ? joinAddress(mirror, mirrorPath!) : undefined;

  const local = mirror && !mirrorUrl ? [path.join(mirror, mirrorPath!)] : [];
  for (const candidate of force ? local : [...local, cached]) {
    const trouble = (await fileExists(candidate))
      ? await checkFile(candidate, hashes)
      : 'it is not there';
    if (trouble === undefined) return candidate;
    tried.push(`${candidate}: ${trouble}`);
  }
  for (const url of mirrorUrl ? [mirrorUrl, ...origins] : origins) {
    try {
      await fetchToCache(url, cached, request);
      return cached;
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      tried.push(`${url}: ${error.message.replace(/\.$/, '')}`);
    }
  }
  throw new DownloadError(failure(request, cached, tried));
}

/** Downloads to a partial file, checks it, and moves it to its place. */
async function fetchToCache(url: string, cached: string, request: FileRequest): Promise<void> {
  const { name, hashes, transfer } = request;
  await makeFolder(nodePath()!.dirname(cached)).catch((error: unknown) => {
    throw new FileError(
      `${(error as Error).message} The cache cannot be written; set IBEX_HOME to a folder that can.`,
      { cause: error },
    );
  });
  await claim(`${cached}.part`, async (part) => {
    const onProgress = request.onProgress ?? terminalProgress(name, url);
    // without a checksum nobody can tell whether an old part belongs to this file
    if (hashes.size === 0) await removeFile(part);
    const { resumed } = await download(url, part, { ...transfer, onProgress });
    let trouble = await checkFile(part, hashes);
    if (trouble !== undefined && resumed) {
      await removeFile(part);
      await download(url, part, { ...transfer, onProgress });
      trouble = await checkFile(part, hashes);
    }
    if (trouble !== undefined) {
      await removeFile(part);
      throw new DownloadError(`wrong bytes came: ${trouble}`);
    }
    await renameFile(part, cached);
  });
}

function failure(request: FileRequest, cached: string, tried: readonly string[]): string {
  const { name, mirrorPath } = request;
  const remedies = [
    'run it again with a network (what has come so far is kept)',
    `put the file at ${cached}`,
    ...(mirrorPath === null
      ? []
      : [`set IBEX_DATASETS_MIRROR to a folder or an address that has ${mirrorPath}`]),
  ];
  const proxy = environment('HTTPS_PROXY') ?? environment('https_proxy');
  if (proxy) remedies.push('Node uses HTTPS_PROXY from version 24 on, with NODE_USE_ENV_PROXY=1');
  return `Could not get ${name}. Tried:\n${tried.map((line) => `  - ${line}`).join('\n')}\nWhat to do: ${remedies.join('; or ')}.`;
}

function isAddress(mirror: string): boolean {
  return /^https?:\/\//.test(mirror);
}

function joinAddress(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}
