import type * as NodeFs from 'node:fs';

import { FileError, FormatError } from './errors.js';
import { nodeFs, nodePath } from './platform.js';

/** What the system's error codes mean to the person who has to mend them. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied; check who owns it',
  EPERM: 'permission is denied; check who owns it',
  EROFS: 'the file system is read-only; choose another folder',
  ENOSPC: 'the disk is full; free some space and try again',
  EDQUOT: 'the disk quota is used up; free some space and try again',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENOTEMPTY: 'it is a folder, not a file',
  EEXIST: 'something of that name is in the way',
  EMFILE: 'too many files are open',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than Node reads in one piece (2 GiB)',
};

/** Turns an error of the file system into one that says what failed, where, and why. */
export function fileError(doing: string, path: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const code = systemCode(error);
  const reason =
    (code && REASONS[code]) ??
    (error as { message?: string } | undefined)?.message ??
    String(error);
  return new FileError(`Cannot ${doing} ${path}: ${reason}.`, { cause: error });
}

/** `ENOENT` and the like, when the error has such a code. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function fs(doing: string, path: string): typeof NodeFs.promises {
  const module = nodeFs();
  if (module) return module.promises;
  throw new FileError(
    `Cannot ${doing} ${path}: a page has no file system. Fetch the bytes and pass them instead.`,
  );
}

/** All bytes of a file. @throws FileError naming the file and the reason */
export async function readFile(path: string): Promise<Uint8Array> {
  try {
    const bytes = await fs('read', path).readFile(path);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** A file of UTF-8 text. @throws FileError naming the file and the reason */
export async function readTextFile(path: string): Promise<string> {
  return new TextDecoder().decode(await readFile(path));
}

/**
 * A file of JSON.
 * @throws FileError when it cannot be read, FormatError when it is not JSON
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readTextFile(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${path} is not valid JSON: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** True when a file or folder of that name can be seen; false in a page. */
export async function fileExists(path: string): Promise<boolean> {
  const module = nodeFs();
  if (!module) return false;
  return module.promises.access(path).then(
    () => true,
    () => false,
  );
}

/** Makes a folder and those above it. @throws FileError naming the folder and the reason */
export async function makeFolder(path: string): Promise<void> {
  try {
    await fs('make the folder', path).mkdir(path, { recursive: true });
  } catch (error) {
    throw fileError('make the folder', path, error);
  }
}

/** Moves a finished file to its final name in one step. @throws FileError */
export async function renameFile(from: string, to: string): Promise<void> {
  try {
    await fs('write', to).rename(from, to);
  } catch (error) {
    throw fileError('write', to, error);
  }
}

/** Deletes a file or folder, if it is there. @throws FileError */
export async function removeFile(path: string): Promise<void> {
  try {
    await fs('delete', path).rm(path, { force: true, recursive: true });
  } catch (error) {
    throw fileError('delete', path, error);
  }
}

let temporaries = 0;

/** A name beside `path` that nobody else uses. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}-${temporaries++}.tmp`;
}

/** What `writeFileAtomic` writes: text, bytes, or pieces of bytes as they are made. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a whole file or nothing: to a temporary name beside it, flushed, then renamed. Readers see
 * the old file or the new one; a run that is killed leaves the old one. Missing folders are made.
 *
 * @throws FileError (disk full, read-only, no permission …); the temporary file is gone then
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  const files = fs('write', path);
  await makeFolder(nodePath()!.dirname(path));
  const temporary = temporaryName(path);
  try {
    const handle = await files.open(temporary, 'wx');
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) {
        await handle.writeFile(content);
      } else {
        for await (const piece of content) await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temporary, path);
  } catch (error) {
    await files.rm(temporary, { force: true }).catch(() => undefined);
    // what the content's own maker threw is passed on as it is
    throw systemCode(error)?.startsWith('IBEX_') ? error : fileError('write', path, error);
  }
}
