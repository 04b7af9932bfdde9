import { nodeFs, nodePath } from '@ibexjs/core';

const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/**
 * Folder of the library that tfjs-node-gpu or tfjs-node downloaded, where the program that runs has
 * one installed in working order; null otherwise.
 */
export function installedTfjsNode(): string | null {
  const path = nodePath()!;
  const program = process.argv[1] ?? path.join(process.cwd(), 'program.js');
  const { resolve } = process.getBuiltinModule('node:module').createRequire(program);
  for (const name of PACKAGES) {
    try {
      const folder = path.join(path.dirname(resolve(`${name}/package.json`)), 'deps', 'lib');
      if (nodeFs()!.existsSync(folder)) return folder;
    } catch {
      // not installed
    }
  }
  return null;
}
