import * as tf from '@tensorflow/tfjs-core';
import { nearest, ValueError } from '@ibexjs/core';

import { isArrayInput } from './column.js';
import type { ArrayInput, DataInput, Side } from './types.js';

/**
 * The arrays of one side of a model, in the order of its inputs or outputs. Outputs that a
 * dictionary leaves out are null.
 *
 * @param where how the caller calls the data: `x`, `y`
 * @throws ValueError when there are too many or too few, or a name is unknown
 */
export function splitSide(where: string, data: DataInput, side: Side): (ArrayInput | null)[] {
  const { names } = side;
  if (isOneArray(data, names?.length ?? null)) {
    checkCount(where, 1, side);
    return [data];
  }
  if (Array.isArray(data)) {
    checkCount(where, data.length, side);
    return data as ArrayInput[];
  }
  if (typeof data !== 'object' || data === null) {
    throw new ValueError(
      `${where} must be a tensor, an array, or a list or dictionary of these; received ${String(data)}.`,
    );
  }
  return fromDictionary(where, data as Readonly<Record<string, ArrayInput>>, side);
}

/**
 * A list may be one array (rows of numbers) or several. It is several when the model has as many
 * inputs or outputs, or when it holds tensors.
 */
function isOneArray(data: DataInput, count: number | null): data is ArrayInput {
  if (!isArrayInput(data)) return false;
  if (!Array.isArray(data)) return true;
  const first: unknown = data[0];
  if (first instanceof tf.Tensor) return false;
  const isShaped = typeof first === 'object' && !Array.isArray(first) && !ArrayBuffer.isView(first);
  if (isShaped) return false;
  return count === null || count === 1 || count !== data.length || !isNested(first);
}

function isNested(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function checkCount(where: string, count: number, side: Side): void {
  if (side.names === null || side.names.length === count) return;
  const { what, names } = side;
  throw new ValueError(
    `${where} holds ${count} array${count === 1 ? '' : 's'}; the model has ${names.length} ${what}${names.length === 1 ? '' : 's'} (${names.join(', ')}).`,
  );
}

function fromDictionary(
  where: string,
  data: Readonly<Record<string, ArrayInput>>,
  { what, names }: Side,
): (ArrayInput | null)[] {
  if (names === null) return Object.values(data);
  for (const key of Object.keys(data)) {
    if (names.includes(key)) continue;
    const near = nearest(key, names);
    throw new ValueError(
      `${where} has an array "${key}", but the model has no ${what} of that name.` +
        (near ? ` Did you mean "${near}"?` : ` Its ${what}s: ${names.join(', ')}.`),
    );
  }
  return names.map((name) => {
    const array = data[name] ?? null;
    if (array === null && what === 'input') {
      throw new ValueError(`${where} lacks an array for the input "${name}".`);
    }
    return array;
  });
}
