import { FormatError } from '@ibexjs/core';
import { Hdf5File, type NdArrayLike, type ZipArchive } from '@ibexjs/formats';
import { IntegerLookup, StringLookup } from '@ibexjs/layers';

import type { Model } from '../model.js';
import { below, statePartsOf, type StatePart } from './state.js';
import { kindOf } from './weight-file.js';

/** Where Keras keeps the words of an adapted layer, and their weights. */
const VOCABULARY = 'vocabulary.txt';
const IDF_WEIGHTS = 'vars/idf_weights';

interface LookupPart {
  path: string;
  lookup: IntegerLookup | StringLookup;
}

/** Parts that have a vocabulary. */
function lookupsOf(parts: readonly StatePart[]): LookupPart[] {
  return parts.flatMap(({ path, layer }) => {
    const isLookup = layer instanceof IntegerLookup || layer instanceof StringLookup;
    return isLookup ? [{ path, lookup: layer }] : [];
  });
}

/** The path of a TextVectorization, whose lookup Keras writes under both names. */
function owner(path: string): string {
  return path.replace(/\/_lookup_layer$/, '');
}

/** Weights of words, which Keras looks for beside the variables; the words stand in the config. */
export function assetArrays(parts: readonly StatePart[]): Record<string, NdArrayLike> {
  const arrays: Record<string, NdArrayLike> = {};
  for (const { path, lookup } of lookupsOf(parts)) {
    const data = lookup.getIdfWeights();
    if (data === null) continue;
    for (const place of new Set([path, owner(path)]))
      arrays[`${below(place)}${IDF_WEIGHTS}`] = { shape: [data.length], data };
  }
  return arrays;
}

/**
 * Gives layers the vocabularies that stand in a `.keras` file beside the config, as Keras writes
 * those of adapted layers.
 *
 * @throws FormatError naming what does not fit
 */
export function loadAssets(model: Model, zip: ZipArchive, weights: Uint8Array): void {
  const arrays = kindOf(weights) === 'hdf5' ? new Hdf5File(weights) : null;
  for (const { path, lookup } of lookupsOf(statePartsOf(model))) {
    const file = `assets/${below(path)}${VOCABULARY}`;
    // a vocabulary that was given stands in the config
    if (lookup.hasVocabulary || !zip.has(file)) continue;
    const words = wordsOf(zip.read(file));
    const key = `${below(path)}${IDF_WEIGHTS}`;
    const idf = arrays?.has(key) ? (arrays.get(key).data as Float32Array) : null;
    try {
      lookup.loadVocabulary(words, idf && idf.slice(0, words.length));
    } catch (error) {
      throw new FormatError(`${file}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function wordsOf(bytes: Uint8Array): string[] {
  const words = new TextDecoder().decode(bytes).split('\n');
  while (words.at(-1) === '') words.pop();
  return words;
}
