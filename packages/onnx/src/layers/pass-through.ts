import type { ExporterTable, LayerExporter } from '../exporter.js';

/** What does nothing in inference. */
const passThrough: LayerExporter = (_layer, { x }) => x;

const NAMES = [
  'ActivityRegularization',
  'AlphaDropout',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
  'Identity',
  'RandomWidth',
  'SpatialDropout1D',
  'SpatialDropout2D',
  'SpatialDropout3D',
  'StochasticDepth',
];

export const passThroughLayers: ExporterTable = Object.fromEntries(
  NAMES.map((name) => [name, passThrough]),
);
