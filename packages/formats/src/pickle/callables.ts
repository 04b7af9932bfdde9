import { FormatError } from '@ibexjs/core/plain';

import { NUMPY_CALLABLES } from './numpy.js';
import { bytesOf, Callable, textOf, type Budget } from './values.js';

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as unknown[];
  throw new FormatError('The pickle calls a constructor with something that is not a list.');
}

/** `_codecs.encode(text, 'latin1')`: how bytes look in protocols before 3. */
function encode([text, encoding]: readonly unknown[], budget: Budget): Uint8Array {
  if (typeof text !== 'string' || textOf(encoding) !== 'latin1') {
    throw new FormatError('The pickle encodes text in a way other than "latin1".');
  }
  budget.spend(text.length);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function toBytes([value]: readonly unknown[], budget: Budget): Uint8Array {
  if (value === undefined) return new Uint8Array(0);
  const bytes = bytesOf(value);
  if (!bytes) throw new FormatError('The pickle makes bytes of something else.');
  budget.spend(bytes.length);
  return bytes.slice();
}

function orderedDict([pairs]: readonly unknown[]): Map<unknown, unknown> {
  return new Map(
    listOf(pairs).map((pair): [unknown, unknown] => {
      const [key, value] = listOf(pair);
      return [key, value];
    }),
  );
}

const CALLABLES = new Map(
  [
    ...NUMPY_CALLABLES,
    new Callable('_codecs.encode', encode),
    new Callable('collections.OrderedDict', orderedDict),
    ...['builtins', '__builtin__'].flatMap((builtins) => [
      new Callable(`${builtins}.set`, ([items]) => new Set(listOf(items))),
      new Callable(`${builtins}.frozenset`, ([items]) => new Set(listOf(items))),
      new Callable(`${builtins}.bytes`, toBytes),
      new Callable(`${builtins}.bytearray`, toBytes),
    ]),
  ].map((callable) => [callable.name, callable]),
);

/** The allow-list. @throws FormatError naming what the pickle wants to call */
export function findCallable(module: string, name: string): Callable {
  const found = CALLABLES.get(`${module}.${name}`);
  if (found) return found;
  throw new FormatError(
    `The pickle wants to use ${JSON.stringify(`${module}.${name}`)}, which is not on the list of what is safe; nothing was run.`,
  );
}
