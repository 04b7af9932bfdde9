import { FormatError } from '@ibexjs/core';

import { loadBytes, type LoadOptions, type Published } from '../load-options.js';

/** Words and their numbers from 1 on, by frequency: a JSON file as Keras publishes it. */
export async function loadWordIndex(
  name: string,
  published: Published,
  options: LoadOptions,
): Promise<Map<string, number>> {
  const text = new TextDecoder().decode(await loadBytes(published, options));
  let index: unknown;
  try {
    index = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${name}: the word index is not JSON.`, { cause: error });
  }
  const entries = typeof index === 'object' && index !== null ? Object.entries(index) : [];
  if (entries.length === 0 || !entries.every(([, number]) => Number.isInteger(number))) {
    throw new FormatError(`${name}: the word index is not a table of words and whole numbers.`);
  }
  return new Map(entries as [string, number][]);
}
