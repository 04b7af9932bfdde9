import { SeedGenerator, objectName, toSnakeCase, type Variable } from '@ibexjs/core';
import { Layer } from '@ibexjs/layers';

/**
 * Every variable of a model by its place in it: `layers/dense/vars/0`, `encoder/vars/1`. These are
 * the names in Keras' `.weights.h5`: they come from properties and classes and not from the names
 * of layers, so that a model made twice in one process finds its weights again.
 */
export function stateByPath(model: Layer): Map<string, Variable> {
  const found = new Map<string, Variable>();
  collectPart(model, '', found, new Set());
  return found;
}

function collectPart(
  part: unknown,
  path: string,
  found: Map<string, Variable>,
  seen: Set<unknown>,
): void {
  if (typeof part !== 'object' || part === null || seen.has(part)) return;
  if (part instanceof Layer) {
    seen.add(part);
    for (const [i, variable] of part.ownWeights.entries()) found.set(`${path}vars/${i}`, variable);
    for (const [name, child] of partsOf(part)) collectPart(child, `${path}${name}/`, found, seen);
  } else if (part instanceof SeedGenerator) {
    seen.add(part);
    found.set(`${path}vars/0`, part.state);
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
  found: Map<string, Variable>,
  seen: Set<unknown>,
): void {
  const used = new Map<string, number>();
  for (const item of items) {
    const name = nameOf(item);
    if (name === null) continue;
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    collectPart(item, `${path}${count === 0 ? name : `${name}_${count}`}/`, found, seen);
  }
}

function nameOf(item: unknown): string | null {
  if (item instanceof Layer) return objectName(item.getClassName());
  if (item instanceof SeedGenerator) return 'seed_generator';
  return Array.isArray(item) ? 'container' : null;
}
