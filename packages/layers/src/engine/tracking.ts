import { SeedGenerator, Variable } from '@ibexjs/core';

import { Layer } from './layer.js';

/** State that a layer holds in its properties. */
export interface TrackedState {
  layers: Layer[];
  variables: Variable[];
  seedGenerators: SeedGenerator[];
}

/**
 * Finds what a layer owns by looking through its properties, as Keras does by watching assignments:
 * layers, variables and seed generators, alone or in arrays and plain objects, in the order of
 * assignment. A `#private` property is not looked at.
 */
export function findState(owner: object): TrackedState {
  const state: TrackedState = { layers: [], variables: [], seedGenerators: [] };
  for (const value of Object.values(owner)) collect(value, state);
  return state;
}

function collect(value: unknown, state: TrackedState): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Layer) add(state.layers, value);
  else if (value instanceof Variable) add(state.variables, value);
  else if (value instanceof SeedGenerator) add(state.seedGenerators, value);
  else if (Array.isArray(value)) for (const item of value) collect(item, state);
  else if (value.constructor === Object)
    for (const item of Object.values(value)) collect(item, state);
}

function add<T>(list: T[], item: T): void {
  if (!list.includes(item)) list.push(item);
}
