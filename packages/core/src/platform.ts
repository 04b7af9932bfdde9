/**
 * Access to Node's built-in modules without importing them, so that every package also loads in a
 * page. Each function returns undefined outside Node.
 */
type NodeProcess = typeof process;

const nodeProcess: NodeProcess | undefined =
  typeof process === 'object' && typeof process.getBuiltinModule === 'function' ? process : undefined;

/** True in Node (and what imitates it), false in a page. */
export const isNode = nodeProcess !== undefined;

export function nodeFs(): typeof import('node:fs') | undefined {
  return nodeProcess?.getBuiltinModule('node:fs');
}

export function nodePath(): typeof import('node:path') | undefined {
  return nodeProcess?.getBuiltinModule('node:path');
}

export function nodeOs(): typeof import('node:os') | undefined {
  return nodeProcess?.getBuiltinModule('node:os');
}

export function nodeCrypto(): typeof import('node:crypto') | undefined {
  return nodeProcess?.getBuiltinModule('node:crypto');
}

/** The value of an environment variable; undefined outside Node. */
export function environment(name: string): string | undefined {
  return nodeProcess?.env[name];
}
