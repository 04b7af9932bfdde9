import type * as buffer from 'node:buffer';
import type * as crypto from 'node:crypto';
import type * as fs from 'node:fs';
import type * as os from 'node:os';
import type * as path from 'node:path';

/**
 * Access to Node's built-in modules without importing them, so that every package also loads in a
 * page. Each function returns undefined outside Node.
 */
type NodeProcess = typeof process;

const nodeProcess: NodeProcess | undefined =
  typeof process === 'object' && typeof process.getBuiltinModule === 'function'
    ? process
    : undefined;

/** True in Node (and what imitates it), false in a page. */
export const isNode = nodeProcess !== undefined;

export function nodeFs(): typeof fs | undefined {
  return nodeProcess?.getBuiltinModule('node:fs');
}

export function nodePath(): typeof path | undefined {
  return nodeProcess?.getBuiltinModule('node:path');
}

export function nodeOs(): typeof os | undefined {
  return nodeProcess?.getBuiltinModule('node:os');
}

export function nodeBuffer(): typeof buffer | undefined {
  return nodeProcess?.getBuiltinModule('node:buffer');
}

export function nodeCrypto(): typeof crypto | undefined {
  return nodeProcess?.getBuiltinModule('node:crypto');
}

/** `require` of the module with that address (`import.meta.url`); undefined outside Node. */
export function nodeRequire(from: string): ((id: string) => unknown) | undefined {
  return nodeProcess?.getBuiltinModule('node:module').createRequire(from);
}

/** The value of an environment variable; undefined outside Node. */
export function environment(name: string): string | undefined {
  return nodeProcess?.env[name];
}
