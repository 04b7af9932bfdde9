import { FormatError, type Variable } from '@ibexjs/core';
import type { NdArray } from '@ibexjs/formats';
import type { Layer } from '@ibexjs/layers';

import type { Model } from '../../model.js';
import { checkShape, type Assignment } from '../assign-state.js';
import { inMemory } from '../weight-file.js';

/** Kernels of depthwise layers have another name in Keras 2 and tfjs. */
const ALIASES: Readonly<Record<string, string>> = { kernel: 'depthwise_kernel' };

/** A weight's name in tfjs: its layer's, without models around it, cells in it, and its own. */
export function tfjsWeightNames(model: Model): Map<Variable, string> {
  const names = new Map<Variable, string>();
  const taken = new Set<string>();
  const visit = (layer: Layer, name: string): void => {
    for (const variable of layer.ownWeights) {
      const isDepthwise = layer.getClassName() === 'DepthwiseConv2D';
      const short = isDepthwise ? (ALIASES[variable.name] ?? variable.name) : variable.name;
      let full = `${name}/${short}`;
      for (let i = 1; taken.has(full); i++) full = `${name}/${short}_${i}`;
      taken.add(full);
      names.set(variable, full);
    }
    for (const inner of layer.sublayers) visit(inner, nameWithin(layer, name, inner));
  };
  visit(model, model.name);
  return new Map(model.weights.map((variable) => [variable, names.get(variable)!]));
}

function nameWithin(outer: Layer, name: string, inner: Layer): string {
  // layers of a graph or stack stand in `layers`
  if (outer.stateParts().some(([part]) => part === 'layers')) return inner.name;
  const isHidden =
    inner.getClassName().endsWith('Cell') || outer.getClassName() === 'TimeDistributed';
  return isHidden ? name : `${name}/${inner.name}`;
}

/**
 * Finds the value of every weight in a tfjs model: by name where all names are found, else by
 * order, where all shapes agree.
 *
 * @param strict weights without a value, or values without a weight, are errors
 * @throws FormatError, ShapeError
 */
export function fitTfjsWeights(
  model: Model,
  arrays: ReadonlyMap<string, NdArray>,
  where: string,
  strict: boolean,
): Assignment[] {
  const byName = matchNames(model, arrays);
  const used = new Set(byName.values());
  const missing = model.weights.filter((variable) => !byName.has(variable));
  const rest = [...arrays.keys()].filter((name) => !used.has(name));
  if (missing.length > 0 && rest.length > 0) {
    const byOrder = matchOrder(model, [...arrays.values()]);
    if (byOrder) return byOrder;
  }
  if (strict && missing.length > 0) {
    throw new FormatError(
      `Model ${model.name}: ${where} has no weight for ${missing[0]!.path}${missing.length > 1 ? ` and ${missing.length - 1} others` : ''}.`,
    );
  }
  if (strict && rest.length > 0) {
    throw new FormatError(
      `Model ${model.name}: ${where} holds weights of another model: ${rest.slice(0, 5).join(', ')}.`,
    );
  }
  return [...byName].map(([variable, name]) => {
    const array = arrays.get(name)!;
    checkShape(model.name, name, variable, array, where);
    return [variable, inMemory(array)];
  });
}

/** A path may have more parts than the name in the file: models and cells around the layer. */
function matchNames(model: Model, arrays: ReadonlyMap<string, NdArray>): Map<Variable, string> {
  const found = new Map<Variable, string>();
  const used = new Set<string>();
  for (const variable of model.weights) {
    const name = candidates(variable.path).find((key) => arrays.has(key) && !used.has(key));
    if (name === undefined) continue;
    used.add(name);
    found.set(variable, name);
  }
  return found;
}

/** Of `a/b/kernel`: itself, `b/kernel`, `a/kernel`; with aliases. */
function candidates(path: string): string[] {
  const parts = path.split('/');
  const own = parts.pop()!;
  let owners: string[][] = [[]];
  // cut what is nested deeper than any model is
  for (const part of parts.slice(-6)) owners = owners.flatMap((list) => [[...list, part], list]);
  const names = ALIASES[own] === undefined ? [own] : [own, ALIASES[own]];
  return owners
    .filter((list) => list.length > 0)
    .sort((a, b) => b.length - a.length)
    .flatMap((list) => names.map((name) => [...list, name].join('/')));
}

/** tfjs writes what is trained first, its converter layer by layer. */
function matchOrder(model: Model, values: readonly NdArray[]): Assignment[] | null {
  const trainedFirst = [...model.trainableWeights, ...model.nonTrainableWeights];
  for (const order of [trainedFirst, model.weights]) {
    const fits =
      order.length === values.length &&
      order.every(({ shape }, i) => String(shape) === String(values[i]!.shape));
    if (fits) return order.map((variable, i) => [variable, inMemory(values[i]!)]);
  }
  return null;
}
