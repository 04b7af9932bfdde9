import { DownloadError, FileError } from '../errors.js';
import { fileError, systemCode } from '../files.js';
import { nodeFs } from '../platform.js';
import type { DownloadProgress } from './progress.js';
import { Watch } from './watch.js';

export interface TransferOptions {
  /** Milliseconds without a byte after which the connection counts as stalled. */
  timeout: number;
  /** Attempts after the first that may fail without bringing a single byte. */
  retries: number;
  /** Milliseconds before the first retry; doubles each time. */
  retryDelay: number;
  /** More bytes than this are refused. */
  maxBytes: number;
  signal?: AbortSignal;
  onProgress: DownloadProgress;
}

/** A failure that another attempt will not mend. */
class Final extends DownloadError {}

/** Codes that mean that there is no network, or nobody there: trying again is a waste. */
const NOBODY = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'];

/**
 * Downloads an address into `path`, going on where a file left there ends. Resumes after resets
 * and stalls; what has arrived stays in `path` when it gives up, for a later call to go on with.
 *
 * @returns whether bytes of an earlier call were kept
 * @throws DownloadError with the reason; FileError when the file cannot be written
 */
export async function download(
  url: string,
  path: string,
  options: TransferOptions,
): Promise<{ resumed: boolean }> {
  const before = await sizeOfFile(path);
  let resumed = before > 0;
  let validator: string | undefined;
  for (let failures = 0; ;) {
    const offset = await sizeOfFile(path);
    try {
      const response = await request(url, offset, validator, options);
      if (!response) return { resumed };
      if (response.offset === 0) resumed = false;
      validator = response.validator;
      await store(response, path, options);
      return { resumed };
    } catch (error) {
      options.signal?.throwIfAborted();
      const hopeless = error instanceof Final || error instanceof FileError;
      if (hopeless || NOBODY.includes(networkCode(error) ?? '')) throw explain(error);
      // as long as bytes come, go on
      failures = (await sizeOfFile(path)) > offset ? 0 : failures + 1;
      if (failures > options.retries) throw explain(error);
      await pause(failures === 0 ? 0 : options.retryDelay * 2 ** (failures - 1), options.signal);
    }
  }
}

interface Reply {
  body: ReadableStream<Uint8Array>;
  /** Where the body's first byte belongs. */
  offset: number;
  /** Size of the whole file, when the server tells. */
  total: number | undefined;
  /** What names this version of the file, for If-Range. */
  validator: string | undefined;
  watch: Watch;
}

/** Asks for the file from `offset` on; undefined when there is no more of it. */
async function request(
  url: string,
  offset: number,
  validator: string | undefined,
  options: TransferOptions,
): Promise<Reply | undefined> {
  const watch = new Watch(options.timeout, options.signal);
  try {
    // a server that compressed on the way would make lengths and ranges meaningless
    const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
    if (offset > 0) headers['Range'] = `bytes=${offset}-`;
    if (offset > 0 && validator) headers['If-Range'] = validator;
    const response = await fetch(url, { headers, signal: watch.signal });
    watch.touch();
    if (response.status === 416) {
      // we have it all, or a longer file of another version
      await response.body?.cancel();
      watch.stop();
      const complete = response.headers.get('content-range') === `bytes */${offset}`;
      return complete ? undefined : await request(url, 0, undefined, options);
    }
    checkStatus(response);
    return { ...readHeaders(response, offset), watch };
  } catch (error) {
    watch.stop();
    throw watch.reason ?? error;
  }
}

function checkStatus(response: Response): void {
  if (response.status === 200 || response.status === 206) return;
  const text = `the server answered ${response.status} ${response.statusText}`.trim();
  const passing = response.status >= 500 || response.status === 408 || response.status === 429;
  throw passing ? new DownloadError(text) : new Final(text);
}

function readHeaders(response: Response, offset: number): Omit<Reply, 'watch'> {
  const { headers, body } = response;
  if (!body) throw new DownloadError('the server sent no body');
  const etag = headers.get('etag');
  const validator = (etag?.startsWith('W/') ? null : etag) ?? headers.get('last-modified');
  const reply = { body: body as ReadableStream<Uint8Array>, validator: validator ?? undefined };
  const length = headers.get('content-encoding') ? null : headers.get('content-length');
  if (response.status === 200) {
    return { ...reply, offset: 0, total: length === null ? undefined : Number(length) };
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (!range || Number(range[1]) !== offset) {
    throw new DownloadError('the server sent another part of the file than was asked for');
  }
  return { ...reply, offset, total: range[2] === '*' ? undefined : Number(range[2]) };
}

/** Appends the body to the file, watching for stalls. */
async function store(reply: Reply, path: string, options: TransferOptions): Promise<void> {
  const { body, offset, total, watch } = reply;
  if (total !== undefined && total > options.maxBytes) {
    watch.stop();
    await body.cancel();
    throw new Final(`the file has ${total} bytes, the limit is ${options.maxBytes}`);
  }
  const handle = await nodeFs()!
    .promises.open(path, offset === 0 ? 'w' : 'a')
    .catch((error: unknown) => {
      watch.stop();
      throw fileError('write', path, error);
    });
  let received = offset;
  try {
    options.onProgress(received, total);
    for await (const piece of body) {
      watch.touch();
      received += piece.length;
      if (received > options.maxBytes) {
        throw new Final(`the server sends more than the limit of ${options.maxBytes} bytes`);
      }
      await handle.writeFile(piece).catch((error: unknown) => {
        throw fileError('write', path, error);
      });
      options.onProgress(received, total);
    }
  } catch (error) {
    throw watch.reason ?? error;
  } finally {
    watch.stop();
    await handle.close();
  }
  if (total !== undefined && received !== total) {
    throw new DownloadError(`the connection ended after ${received} of ${total} bytes`);
  }
}

async function sizeOfFile(path: string): Promise<number> {
  return nodeFs()!
    .promises.stat(path)
    .then(
      ({ size }) => size,
      () => 0,
    );
}

/** The system's code within fetch's "fetch failed". */
function networkCode(error: unknown): string | undefined {
  return systemCode((error as { cause?: unknown } | null)?.cause) ?? systemCode(error);
}

function explain(error: unknown): Error {
  if (error instanceof DownloadError || error instanceof FileError) return error;
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  const code = networkCode(error);
  const hint = NOBODY.includes(code ?? '') ? ' (no network, or nobody at that address)' : '';
  return new DownloadError(`${cause?.message || message || String(error)}${hint}`, {
    cause: error,
  });
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
