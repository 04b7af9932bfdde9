import { nodeFs, nodePath } from '@ibexjs/core';

/**
 * The version of a library by the names around it, without opening it: that of the Python package,
 * or the end of `libtensorflow.so.2.18.0`; null where they do not tell.
 */
export function versionByName(library: string): string | null {
  const path = nodePath()!;
  const packages = path.dirname(path.dirname(library));
  for (const name of names(packages)) {
    const version = /^tensorflow(?:_\w+)?-(\d[\w.]*)\.dist-info$/.exec(name)?.[1];
    if (version) return version;
  }
  const [, version] = /\.so\.(\d+\.\d+.*)$/.exec(nodeFs()!.realpathSync(library)) ?? [];
  return version ?? null;
}

function names(folder: string): string[] {
  try {
    return nodeFs()!.readdirSync(folder);
  } catch {
    return [];
  }
}
