import { fetchBytes, getFile, isNode } from '@ibexjs/core';
import type { FileSource } from '@ibexjs/models';

/** A published file of weights. */
export interface PublishedWeights {
  /** Folder at the publisher's. */
  base: string;
  /** Name of the file, there and in the cache. */
  file: string;
  /** Name at the publisher's, where it differs. */
  remote?: string;
  /** MD5 or SHA-256 that Keras publishes; a few files have none. */
  hash?: string;
}

/** Hashes of the file with the classifier and of the one without. */
export type Hashes = readonly [top: string, noTop: string];

const KERAS_APPLICATIONS = 'https://storage.googleapis.com/tensorflow/keras-applications';

/** Folder of a family at Keras' publisher. */
export function familyFolder(family: string): string {
  return `${KERAS_APPLICATIONS}/${family}`;
}

/** The names that most families use: `vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5`. */
export function tfKernels(
  folder: string,
  name: string,
  hashes: Hashes,
  includeTop: boolean,
): PublishedWeights {
  return {
    base: familyFolder(folder),
    file: `${name}_weights_tf_dim_ordering_tf_kernels${includeTop ? '' : '_notop'}.h5`,
    hash: hashes[includeTop ? 0 : 1],
  };
}

/** Where the published weights are on this machine, downloaded when they are not. */
export async function fetchPublished(weights: PublishedWeights): Promise<FileSource> {
  const { base, file, remote = file, hash } = weights;
  const request = {
    origin: `${base}/${remote}`,
    fname: file,
    cacheSubdir: 'models',
    mirrorPath: `weights/${file}`,
    ...(hash && { fileHash: hash }),
  };
  return isNode ? getFile(request) : fetchBytes(request);
}
