import { FormatError } from '@ibexjs/core';
import type { Hdf5File } from '@ibexjs/formats';

/** A list of names, which large files keep in pieces: `layer_names0`, `layer_names1`. */
export function readNames(file: Hdf5File, path: string, name: string): string[] {
  const whole = file.attribute(path, name);
  if (whole !== undefined) return asNames(whole, path, name);
  const names: string[] = [];
  for (let i = 0; ; i++) {
    const piece = file.attribute(path, `${name}${i}`);
    if (piece === undefined) return names;
    names.push(...asNames(piece, path, name));
  }
}

function asNames(value: unknown, path: string, name: string): string[] {
  const list = [value].flat();
  if (list.every((item) => typeof item === 'string')) return list;
  throw new FormatError(`The attribute "${name}" of "${path}" is not a list of names.`);
}

/** Parts of HDF5 attributes are kept smaller than this, as Keras does. */
const MOST_NAMES = 2000;

/** As `readNames` reads them. */
export function namesAttributes(name: string, names: readonly string[]): Record<string, string[]> {
  if (names.length <= MOST_NAMES) return { [name]: [...names] };
  const pieces: Record<string, string[]> = {};
  for (let i = 0; i * MOST_NAMES < names.length; i++)
    pieces[`${name}${i}`] = names.slice(i * MOST_NAMES, (i + 1) * MOST_NAMES);
  return pieces;
}
