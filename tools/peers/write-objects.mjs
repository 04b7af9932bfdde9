// Writes one config of every loss, metric, optimizer and schedule, for keras_reads_objects.py:
//   node tools/peers/write-objects.mjs FOLDER && python tools/peers/keras_reads_objects.py FOLDER
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import '../../packages/losses/node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.node.js';

import { toPythonJson } from '../../packages/core/dist/index.js';
import * as losses from '../../packages/losses/dist/index.js';
import * as metrics from '../../packages/metrics/dist/index.js';
import * as optimizers from '../../packages/optimizers/dist/index.js';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: write-objects.mjs FOLDER');

/** What classes need that cannot be made without options. */
const REQUIRED = {
  IoU: { numClasses: 3, targetClassIds: [0, 1] },
  MeanIoU: { numClasses: 3 },
  OneHotIoU: { numClasses: 3, targetClassIds: [0, 1] },
  OneHotMeanIoU: { numClasses: 3 },
  PrecisionAtRecall: { recall: 0.5 },
  RecallAtPrecision: { precision: 0.5 },
  SensitivityAtSpecificity: { specificity: 0.5 },
  SpecificityAtSensitivity: { sensitivity: 0.5 },
  CosineDecay: { initialLearningRate: 0.1, decaySteps: 9 },
  CosineDecayRestarts: { initialLearningRate: 0.1, firstDecaySteps: 9 },
  ExponentialDecay: { initialLearningRate: 0.1, decaySteps: 9, decayRate: 0.5 },
  InverseTimeDecay: { initialLearningRate: 0.1, decaySteps: 9, decayRate: 0.5 },
  PiecewiseConstantDecay: { boundaries: [1, 2], values: [3, 2, 1] },
  PolynomialDecay: { initialLearningRate: 0.1, decaySteps: 9 },
};
/** Bases, and classes made of other objects. */
const APART = [
  'Loss',
  'LossFunctionWrapper',
  'Metric',
  'MeanMetricWrapper',
  'Optimizer',
  'OptimizerMap',
  'Target',
  'LearningRateSchedule',
  'LossScaleOptimizer',
  'MultiOptimizer',
];

function allOf(module, serialize) {
  return Object.entries(module)
    .filter(([name, value]) => /^[A-Z]/.test(name) && value.className && !APART.includes(name))
    .map(([name, Class]) => serialize(new Class(REQUIRED[name] ?? {})));
}

const isSchedule = ([name]) => name.includes('Decay') || name === 'LearningRateSchedule';
const schedules = Object.fromEntries(Object.entries(optimizers).filter(isSchedule));
const others = Object.fromEntries(Object.entries(optimizers).filter((e) => !isSchedule(e)));
const { adam, CosineDecay, LossScaleOptimizer, MultiOptimizer, OptimizerMap, SGD } = optimizers;
const learningRate = new CosineDecay(REQUIRED.CosineDecay);
const wrapping = [
  new SGD({ learningRate }),
  new LossScaleOptimizer(adam()),
  new MultiOptimizer(new OptimizerMap(adam(), { 'dense/.*': new SGD() })),
];

const objects = {
  losses: allOf(losses, losses.serializeLoss),
  metrics: allOf(metrics, metrics.serializeMetric),
  optimizers: [
    ...allOf(others, optimizers.serializeOptimizer),
    ...wrapping.map(optimizers.serializeOptimizer),
  ],
  schedules: allOf(schedules, optimizers.serializeSchedule),
};
writeFileSync(join(folder, 'objects.json'), toPythonJson(objects));
for (const [kind, list] of Object.entries(objects)) console.log(kind, list.length);
