import { SymbolicTensor } from '@ibexjs/layers';

/** Inputs or outputs of a model: one, several, or several by name. */
export type TensorStructure = SymbolicTensor | SymbolicTensor[] | Record<string, SymbolicTensor>;

/** All of them in order; named ones by name, as Keras does. */
export function flatten(structure: TensorStructure): SymbolicTensor[] {
  if (structure instanceof SymbolicTensor) return [structure];
  if (Array.isArray(structure)) return structure;
  return Object.keys(structure)
    .sort()
    .map((name) => structure[name]!);
}

/** The same arrangement with something else in each tensor's place. */
export function mapStructure<T>(
  structure: TensorStructure,
  f: (tensor: SymbolicTensor) => T,
): T | T[] | Record<string, T> {
  if (structure instanceof SymbolicTensor) return f(structure);
  if (Array.isArray(structure)) return structure.map(f);
  return Object.fromEntries(Object.entries(structure).map(([name, tensor]) => [name, f(tensor)]));
}

/** Arranges `tensors`, which are in the order of `flatten`, as `structure` is. */
export function arrangeAs(
  structure: TensorStructure,
  tensors: readonly SymbolicTensor[],
): TensorStructure {
  const list = flatten(structure);
  return mapStructure(structure, (tensor) => tensors[list.indexOf(tensor)]!);
}
