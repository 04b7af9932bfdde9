import { checkChoice, checkOptions, FormatError } from '@ibexjs/core/plain';

import { showShape, type NdArray } from '../ndarray.js';
import { PickleMachine } from './machine.js';
import { runPickle } from './opcodes.js';
import { decodeText } from './reader.js';
import { ByteString, Callable, isDraft } from './values.js';

export interface ReadPickleOptions {
  /**
   * What the bytes of Python 2's strings mean: text in UTF-8 (default) or Latin-1, or bytes. Python 3
   * knows text from bytes by itself.
   */
  encoding?: 'utf-8' | 'latin1' | 'bytes';
}

/**
 * Reads a Python pickle, protocols 0 to 5, that holds data only. Nothing is ever executed: what a
 * pickle may name is a short list (NumPy arrays, dtypes and scalars, sets, ordered dictionaries,
 * bytes), and anything else is an error.
 *
 * | Python | here |
 * |---|---|
 * | None, bool, float, str | null, boolean, number, string |
 * | int | number; BigInt beyond 2^53 |
 * | bytes | Uint8Array |
 * | list, tuple | array |
 * | dict, OrderedDict | Map |
 * | set, frozenset | Set |
 * | numpy.ndarray | NdArray |
 * | NumPy scalar | number, boolean or string |
 *
 * @throws FormatError when it is truncated or damaged, or names what is not on the list
 */
export function readPickle(bytes: Uint8Array, options: ReadPickleOptions = {}): unknown {
  checkOptions('readPickle', options, ['encoding']);
  const encoding = checkChoice('readPickle', 'encoding', options.encoding ?? 'utf-8', [
    'utf-8',
    'latin1',
    'bytes',
  ]);
  return finish(runPickle(new PickleMachine(bytes)), encoding);
}

/** The object array that an npy file holds as a pickle. @throws FormatError */
export function readObjectArray(bytes: Uint8Array, shape: readonly number[]): NdArray {
  const array = readPickle(bytes, { encoding: 'latin1' }) as Partial<NdArray> | null;
  const found = array?.shape;
  if (!Array.isArray(found) || array?.dtype !== 'object' || found.join() !== shape.join()) {
    throw new FormatError(
      `The npy file promises objects of shape ${showShape(shape)}; its pickle holds something else.`,
    );
  }
  return array as NdArray;
}

/**
 * Puts finished values in place of drafts and byte strings, in place. A list of things to visit
 * takes the place of recursion, since nesting may be deep; each is visited once, since it may be
 * shared.
 */
function finish(root: unknown, encoding: 'utf-8' | 'latin1' | 'bytes'): unknown {
  const finished = new Map<object, unknown>();
  const pending: object[] = [];

  function resolve(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (finished.has(value)) return finished.get(value);
    let result: unknown = value;
    if (value instanceof ByteString) {
      result = encoding === 'bytes' ? value.bytes : decodeText(value.bytes, encoding);
    } else if (value instanceof Callable) {
      throw new FormatError(`The pickle holds ${value.name} itself, not data.`);
    } else if (isDraft(value)) {
      result = value.finish();
      const data = (result as Partial<NdArray>).data;
      if (Array.isArray(data)) resolve(data);
    } else if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
      pending.push(value);
    }
    finished.set(value, result);
    return result;
  }

  const result = resolve(root);
  for (let value = pending.pop(); value; value = pending.pop()) replaceInside(value, resolve);
  return result;
}

function replaceInside(value: object, resolve: (value: unknown) => unknown): void {
  if (Array.isArray(value)) {
    const items = value as unknown[];
    for (let i = 0; i < items.length; i++) {
      if (typeof items[i] === 'object') items[i] = resolve(items[i]);
    }
  } else if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)];
    value.clear();
    for (const [key, item] of entries) value.set(resolve(key), resolve(item));
  } else if (value instanceof Set) {
    const items = [...(value as Set<unknown>)];
    value.clear();
    for (const item of items) value.add(resolve(item));
  }
}
