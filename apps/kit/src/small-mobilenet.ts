import { datasetsMirror, fileExists, getFile } from '@ibexjs/core';
import type { Model } from '@ibexjs/models';
import { tryToLoad, type Found, type Missing } from './quick-download.js';

/** Where a mirror may have it in the form of TensorFlow.js. */
const MIRRORED = 'weights/mobilenet_v1_0.25_224/model.json';
const FILE = 'mobilenet_2_5_224_tf.h5';
const ADDRESS = 'https://storage.googleapis.com/tensorflow/keras-applications/mobilenet';

/**
 * MobileNet of a quarter of the width, trained on ImageNet, with its 1000 classes for pictures of
 * 224x224: 2 MB, good enough to demonstrate with. Taken from the mirror or the cache, or quickly
 * downloaded; says why not otherwise.
 */
export async function loadSmallMobileNet(signal: AbortSignal): Promise<Found<Model> | Missing> {
  const mirrored = `${datasetsMirror() ?? ''}/${MIRRORED}`;
  if (await fileExists(mirrored)) {
    // loaded here, since most demos do without
    const { loadLayersModel } = await import('@ibexjs/models');
    return { data: await loadLayersModel(mirrored), how: 'found on the mirror' };
  }
  return tryToLoad(
    FILE,
    async (options) => {
      const weights = await getFile({
        ...options,
        origin: `${ADDRESS}/${FILE}`,
        cacheSubdir: 'models',
        mirrorPath: `weights/${FILE}`,
      });
      const { mobileNet } = await import('@ibexjs/applications');
      return mobileNet({ alpha: 0.25, weights });
    },
    signal,
  );
}
