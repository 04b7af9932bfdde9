import { fetchBytes, getFile, isNode } from '@ibexjs/core';
import type { FileSource } from '@ibexjs/models';

/** A published file of weights. */
export interface PublishedWeights {
  /** Where it is downloaded from. */
  url: string;
  /** Name in the cache, `~/.ibex/models`, and in the folder `weights` of a mirror. */
  file: string;
  /** MD5 or SHA-256 that Keras publishes; a few files have none. */
  hash?: string;
}

/** Hashes of the file with the classifier and of the one without. */
export type Hashes = readonly [top: string, noTop: string];

const KERAS_APPLICATIONS = 'https://storage.googleapis.com/tensorflow/keras-applications';

/** A file in the folder of a family at Keras' publisher. */
export function inFamily(family: string, file: string, hash?: string): PublishedWeights {
  return { url: `${KERAS_APPLICATIONS}/${family}/${file}`, file, ...(hash && { hash }) };
}

/** The names that most families use: `vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5`. */
export function tfKernels(
  folder: string,
  name: string,
  hashes: Hashes,
  includeTop: boolean,
): PublishedWeights {
  const file = `${name}_weights_tf_dim_ordering_tf_kernels${includeTop ? '' : '_notop'}.h5`;
  return inFamily(folder, file, hashes[includeTop ? 0 : 1]);
}

/** Where the published weights are on this machine, downloaded when they are not. */
export async function fetchPublished(weights: PublishedWeights): Promise<FileSource> {
  const { url, file, hash } = weights;
  const request = {
    origin: url,
    fname: file,
    cacheSubdir: 'models',
    mirrorPath: `weights/${file}`,
    ...(hash && { fileHash: hash }),
  };
  return isNode ? getFile(request) : fetchBytes(request);
}
