import { environment, nodeFs, nodeOs, nodePath } from '@ibexjs/core';

import { installedTfjsNode } from './tfjs-node.js';
import { pythonTensorFlow } from './python.js';

/** A file that may be TensorFlow's library. */
export interface Candidate {
  readonly path: string;
  /** Where the idea came from, for messages: `VIRTUAL_ENV`. */
  readonly from: string;
}

/** A place that was looked in. */
export interface Place {
  /** What names it, for messages. */
  readonly from: string;
  /** Folder or file that was looked at; null when there is nothing to look at. */
  readonly path: string | null;
  readonly candidates: readonly Candidate[];
}

/** What the surroundings offer; tests bring their own. */
export interface Surroundings {
  readonly platform: string;
  readonly env: (name: string) => string | undefined;
  /** Folder of the Python package `tensorflow`, without importing it. */
  readonly python: () => string | null;
  /** Folder of a built tfjs-node or tfjs-node-gpu. */
  readonly tfjsNode: () => string | null;
}

const SYSTEM_FOLDERS = ['/usr/local/lib', '/usr/lib', '/opt/homebrew/lib', '/opt/tensorflow/lib'];

/** The surroundings of this process. */
export function thisProcess(): Surroundings {
  return {
    platform: nodeOs()?.platform() ?? 'browser',
    env: environment,
    python: pythonTensorFlow,
    tfjsNode: installedTfjsNode,
  };
}

/**
 * Where to look for TensorFlow's library, best first, one place at a time: `python3` is only asked
 * when nothing before it served.
 *
 * @param explicit file or folder that the program named: then nothing else is looked at
 */
export function* placesToLook(explicit: string | undefined, at: Surroundings): Generator<Place> {
  const place = (from: string, path: string | null, folders: readonly string[]): Place => ({
    from,
    path,
    candidates: folders.flatMap((folder) => librariesIn(folder, at.platform, from)),
  });
  const named = explicit ?? at.env('IBEX_LIBTENSORFLOW');
  if (named) {
    const from = explicit ? 'the option "library"' : 'IBEX_LIBTENSORFLOW';
    yield isFile(named)
      ? { from, path: named, candidates: [{ path: named, from }] }
      : place(from, named, foldersOf(named));
    return;
  }
  const tfjsNode = at.tfjsNode();
  yield place('tfjs-node', tfjsNode, tfjsNode ? [tfjsNode] : []);
  for (const name of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
    const root = at.env(name);
    yield place(name, root ?? null, root ? foldersOf(root) : []);
  }
  const python = at.python();
  yield place('python3', python, python ? [python] : []);
  for (const folder of SYSTEM_FOLDERS) yield place(folder, folder, [folder]);
}

/** A folder that was named, and where a library lies inside a Python environment or a C archive. */
function foldersOf(root: string): string[] {
  const path = nodePath()!;
  const lib = path.join(root, 'lib');
  const versions = list(lib).filter((name) => name.startsWith('python'));
  const sites = versions.map((name) => path.join(lib, name, 'site-packages'));
  const windows = path.join(root, 'Lib', 'site-packages');
  const packages = [...sites, windows, root].map((site) => path.join(site, 'tensorflow'));
  return [root, lib, ...packages];
}

/** File names of the library, in a Python package first, then of the C archive. */
const NAMES: Readonly<Record<string, RegExp>> = {
  darwin: /^libtensorflow(_cc)?(\.\d+)*\.dylib$/,
  win32: /^tensorflow(_cc)?\.dll$/,
  default: /^libtensorflow(_cc)?\.so(\.\d+)*$/,
};

function librariesIn(folder: string, platform: string, from: string): Candidate[] {
  const path = nodePath()!;
  const pattern = NAMES[platform] ?? NAMES['default']!;
  const names = list(folder).filter((name) => pattern.test(name));
  // libtensorflow.so is a link to .so.2, and that to .so.2.18.0: any will do, the shortest is named
  names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const real = new Set<string>();
  return names.flatMap((name) => {
    const file = path.join(folder, name);
    const target = realPath(file);
    if (target === null || real.has(target)) return [];
    real.add(target);
    return [{ path: file, from }];
  });
}

function list(folder: string): string[] {
  try {
    return nodeFs()!.readdirSync(folder);
  } catch {
    return [];
  }
}

function realPath(file: string): string | null {
  try {
    return nodeFs()!.realpathSync(file);
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  return nodeFs()?.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
