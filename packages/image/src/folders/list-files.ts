import { fileError, FileError, nodeFs, nodePath } from '@ibexjs/core';

function modules(folder: string) {
  const [fs, path] = [nodeFs(), nodePath()];
  if (fs && path) return { fs: fs.promises, path };
  throw new FileError(
    `Cannot list ${folder}: a page has no folders. Load the pictures by loadImg instead.`,
  );
}

/** Names of the folders within a folder, sorted. @throws FileError */
export async function listFolders(folder: string): Promise<string[]> {
  const { fs, path } = modules(folder);
  const names = await fs.readdir(folder).catch((error: unknown) => {
    throw fileError('list', folder, error);
  });
  const kept = [];
  for (const name of names.sort()) {
    if ((await fs.stat(path.join(folder, name))).isDirectory()) kept.push(name);
  }
  return kept;
}

/** What counts as a picture, and whether links to folders are followed. */
export interface ListOptions {
  endings: readonly string[];
  followLinks: boolean;
}

/**
 * Paths of the pictures in a folder and those below it: folder by folder in the order of their
 * paths, the files of each by name, as Keras sorts them.
 *
 * @throws FileError when a folder cannot be read
 */
export async function listFiles(folder: string, options: ListOptions): Promise<string[]> {
  const found: { folder: string; files: string[] }[] = [];
  await walk(folder, options, found, new Set());
  found.sort((a, b) => (a.folder < b.folder ? -1 : 1));
  const { path } = modules(folder);
  return found.flatMap(({ folder: at, files }) => files.map((file) => path.join(at, file)));
}

async function walk(
  folder: string,
  options: ListOptions,
  found: { folder: string; files: string[] }[],
  seen: Set<string>,
): Promise<void> {
  const { fs, path } = modules(folder);
  const files: string[] = [];
  try {
    const real = await fs.realpath(folder);
    if (seen.has(real)) return; // a link to a folder above
    seen.add(real);
    for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
      const at = path.join(folder, entry.name);
      const target = entry.isSymbolicLink() ? await fs.stat(at).catch(() => undefined) : entry;
      if (target?.isDirectory() && (options.followLinks || !entry.isSymbolicLink())) {
        await walk(at, options, found, seen);
      } else if (target?.isFile() && hasEnding(entry.name, options.endings)) {
        files.push(entry.name);
      }
    }
  } catch (error) {
    throw fileError('list', folder, error);
  }
  found.push({ folder, files: files.sort() });
}

function hasEnding(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending));
}
