import { SeedGenerator, objectName, toSnakeCase, type Variable } from '@ibexjs/core';
import { Layer } from '@ibexjs/layers';
import type { Optimizer } from '@ibexjs/optimizers';

/** Something with variables, by its place in a model. */
export interface StatePart {
  /** `layers/dense`; '' for the model itself. */
  readonly path: string;
  /** A layer's own name; null for a random generator. */
  readonly name: string | null;
  readonly variables: readonly Variable[];
  /** The layer, where it is one. */
  readonly layer?: Layer;
}

/**
 * Every part of a model by its place in it: `layers/dense`, `encoder`. These are the names in
 * Keras' `.weights.h5`: they come from properties and classes and not from the names of layers, so
 * that a model made twice in one process finds its weights again.
 */
export function statePartsOf(model: Layer): StatePart[] {
  const found: StatePart[] = [];
  collectPart(model, '', found, new Set());
  return found;
}

/** Every variable of a model by the name of its array in a file: `layers/dense/vars/0`. */
export function stateByPath(model: Layer): Map<string, Variable> {
  return variablesByPath(statePartsOf(model));
}

/** Names of arrays: the part's path, and the variable's number in it. */
export function variablesByPath(parts: readonly StatePart[]): Map<string, Variable> {
  return new Map(
    parts.flatMap(({ path, variables }) =>
      variables.map((variable, i): [string, Variable] => [`${below(path)}vars/${i}`, variable]),
    ),
  );
}

/** What the optimizer must keep for training to go on; null before its first step. */
export function optimizerPart(optimizer: Optimizer | null): StatePart | null {
  if (!optimizer?.built) return null;
  return { path: 'optimizer', name: optimizer.name, variables: optimizer.variables };
}

/** A path as the beginning of a longer one. */
export function below(path: string): string {
  return path === '' ? '' : `${path}/`;
}

function collectPart(part: unknown, path: string, found: StatePart[], seen: Set<unknown>): void {
  if (typeof part !== 'object' || part === null || seen.has(part)) return;
  if (part instanceof Layer) {
    seen.add(part);
    found.push({ path, name: part.name, variables: part.ownWeights, layer: part });
    for (const [name, child] of partsOf(part))
      collectPart(child, `${below(path)}${name}`, found, seen);
  } else if (part instanceof SeedGenerator) {
    seen.add(part);
    found.push({ path, name: null, variables: [part.state] });
  } else if (Array.isArray(part) || part.constructor === Object) {
    collectItems(Object.values(part), path, found, seen);
  }
}

/** Parts by name, as Keras visits them: the layers of a graph or stack first, then by alphabet. */
function partsOf(layer: Layer): [string, unknown][] {
  const parts = layer
    .stateParts()
    .map(([name, part]): [string, unknown] => [toSnakeCase(name), part]);
  const order = (name: string) => (name === 'layers' ? '' : name);
  return parts.sort(([a], [b]) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** Things in a list are named by their class and counted: `dense`, `dense_1`. */
function collectItems(
  items: unknown[],
  path: string,
  found: StatePart[],
  seen: Set<unknown>,
): void {
  const used = new Map<string, number>();
  for (const item of items) {
    const name = nameOf(item);
    if (name === null) continue;
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    collectPart(item, `${below(path)}${count === 0 ? name : `${name}_${count}`}`, found, seen);
  }
}

function nameOf(item: unknown): string | null {
  if (item instanceof Layer) return objectName(item.getClassName());
  if (item instanceof SeedGenerator) return 'seed_generator';
  return Array.isArray(item) ? 'container' : null;
}
