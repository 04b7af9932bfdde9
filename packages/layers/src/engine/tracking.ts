import { SeedGenerator, Variable } from '@ibexjs/core';

import type { Layer } from './layer.js';

/** State that a layer holds in its properties. */
export interface TrackedState {
  layers: Layer[];
  variables: Variable[];
  seedGenerators: SeedGenerator[];
}

/** Tells layers from other objects; given by the caller, so that this file need not import the class. */
type IsLayer = (value: unknown) => value is Layer;

/**
 * Finds what a layer owns by looking through its properties, as Keras does by watching assignments:
 * layers, variables and seed generators, alone or in arrays and plain objects, in the order of
 * assignment. A `#private` property is not looked at.
 */
export function findState(owner: object, isLayer: IsLayer): TrackedState {
  const state: TrackedState = { layers: [], variables: [], seedGenerators: [] };
  for (const value of Object.values(owner)) collect(value, state, isLayer);
  return state;
}

function collect(value: unknown, state: TrackedState, isLayer: IsLayer): void {
  if (typeof value !== 'object' || value === null) return;
  if (isLayer(value)) add(state.layers, value);
  else if (value instanceof Variable) add(state.variables, value);
  else if (value instanceof SeedGenerator) add(state.seedGenerators, value);
  else if (Array.isArray(value)) for (const item of value) collect(item, state, isLayer);
  else if (value.constructor === Object)
    for (const item of Object.values(value)) collect(item, state, isLayer);
}

function add<T>(list: T[], item: T): void {
  if (!list.includes(item)) list.push(item);
}
