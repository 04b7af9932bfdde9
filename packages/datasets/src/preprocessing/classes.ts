import { ValueError } from '@ibexjs/core';

/** A class's name: a number or a word. */
export type Label = number | string;

/** The different labels in order: numbers by size, words by code point, as NumPy sorts. */
export function sortedClasses<T extends Label>(labels: ArrayLike<T>): T[] {
  const classes = [...new Set(Array.from(labels))];
  if (classes.some((label) => typeof label !== typeof classes[0])) {
    throw new ValueError('Labels must be all numbers or all words; these are mixed.');
  }
  return classes.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Each label's place among the classes. */
export function encodeClasses<T extends Label>(
  labels: ArrayLike<T>,
): { classes: T[]; codes: Int32Array } {
  const classes = sortedClasses(labels);
  return { classes, codes: codesOf(labels, classes, 'encodeClasses') };
}

/** @throws ValueError naming the label that is no class */
export function codesOf<T extends Label>(
  labels: ArrayLike<T>,
  classes: readonly T[],
  where: string,
): Int32Array {
  const places = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(Array.from(labels), (label) => {
    const code = places.get(label);
    if (code !== undefined) return code;
    throw new ValueError(
      `${where}: ${JSON.stringify(label)} was not among the labels it was fitted to: ${classes.slice(0, 10).join(', ')}${classes.length > 10 ? ' …' : ''}.`,
    );
  });
}
