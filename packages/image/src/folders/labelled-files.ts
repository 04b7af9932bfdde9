import { nodePath, RandomGenerator, ValueError } from '@ibexjs/core';

import { listFiles, listFolders, type ListOptions } from './list-files.js';

/** Files in an order, their labels, and what the labels mean. */
export interface LabelledFiles {
  paths: string[];
  /** null: there are none. */
  labels: number[] | null;
  classNames: string[] | null;
}

/** Where labels come from: the folders, a list in the order of the files' paths, or nowhere. */
export type LabelsOption = 'inferred' | readonly number[] | null;

/**
 * The files of a folder with their labels, in the order of their paths.
 *
 * @throws FileError when it cannot be read; ValueError for class names without a folder, or labels
 *   that are more or fewer than the files
 */
export async function labelledFiles(
  directory: string,
  labels: LabelsOption,
  classNames: readonly string[] | null,
  options: ListOptions,
): Promise<LabelledFiles> {
  if (labels === 'inferred') return inferred(directory, classNames, options);
  if (classNames) {
    throw new ValueError(
      'imageDatasetFromDirectory: "classNames" can only be given with labels: "inferred".',
    );
  }
  const paths = await listFiles(directory, options);
  if (labels === null) return { paths, labels: null, classNames: null };
  if (labels.length !== paths.length) {
    throw new ValueError(
      `imageDatasetFromDirectory: there are ${labels.length} labels and ${paths.length} files in ${directory}.`,
    );
  }
  const names = [...new Set(labels)].sort((a, b) => a - b).map(String);
  return { paths, labels: [...labels], classNames: names };
}

async function inferred(
  directory: string,
  classNames: readonly string[] | null,
  options: ListOptions,
): Promise<LabelledFiles> {
  const folders = (await listFolders(directory)).filter((name) => !name.startsWith('.'));
  const missing = classNames?.find((name) => !folders.includes(name));
  if (missing !== undefined) {
    throw new ValueError(
      `imageDatasetFromDirectory: ${directory} has no folder "${missing}" of "classNames"; it has ${folders.join(', ')}.`,
    );
  }
  const names = [...(classNames ?? folders)];
  const paths: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of names.entries()) {
    const files = await listFiles(nodePath()!.join(directory, name), options);
    paths.push(...files);
    labels.push(...files.map(() => label));
  }
  return { paths, labels, classNames: names };
}

/** The same files in the order that the seed gives. */
export function shuffleFiles(files: LabelledFiles, seed: number): LabelledFiles {
  const order = [...new RandomGenerator(seed).permutation(files.paths.length)];
  return pick(files, order);
}

/** The last share of the files for validation, the rest for training. */
export function splitFiles(
  files: LabelledFiles,
  validationSplit: number,
): { training: LabelledFiles; validation: LabelledFiles } {
  const count = files.paths.length;
  const kept = count - Math.trunc(validationSplit * count);
  const numbers = Array.from({ length: count }, (_, i) => i);
  return {
    training: pick(files, numbers.slice(0, kept)),
    validation: pick(files, numbers.slice(kept)),
  };
}

function pick({ paths, labels, classNames }: LabelledFiles, order: number[]): LabelledFiles {
  return {
    paths: order.map((i) => paths[i]!),
    labels: labels && order.map((i) => labels[i]!),
    classNames,
  };
}
