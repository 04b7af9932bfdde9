import type { ExporterTable } from '../exporter.js';
import { activationLayers } from './activation.js';
import { attentionLayers } from './attention.js';
import { categoryEncodingLayers } from './category-encoding.js';
import { convolutionLayers } from './convolution.js';
import { coreLayers } from './core.js';
import { mergingLayers } from './merging.js';
import { normalizationLayers } from './normalization.js';
import { passThroughLayers } from './pass-through.js';
import { poolingLayers } from './pooling.js';
import { recurrentLayers } from './recurrent/rnn.js';
import { reshapingLayers } from './reshaping.js';
import { timeDistributedLayers } from './time-distributed.js';

/** Every layer that can be exported, a file for each family. */
export const layerExporters: ExporterTable = {
  ...activationLayers,
  ...attentionLayers,
  ...categoryEncodingLayers,
  ...convolutionLayers,
  ...coreLayers,
  ...mergingLayers,
  ...normalizationLayers,
  ...passThroughLayers,
  ...poolingLayers,
  ...recurrentLayers,
  ...reshapingLayers,
  ...timeDistributedLayers,
};
