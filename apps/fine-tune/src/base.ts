import { mobileNet, preprocessInput, type PreprocessMode } from '@ibexjs/applications';
import { loadSmallMobileNet } from '@ibexjs-apps/kit';
import { conv2d, maxPooling2d } from '@ibexjs/layers';
import { sequential, type Model } from '@ibexjs/models';
import type * as tf from '@tensorflow/tfjs-core';
import { APPLICATIONS, type Settings } from './settings.js';

/** A network that turns pictures into features, and from which others learn. */
export interface Base {
  model: Model;
  /** For a demo's first lines: which it is and why. */
  described: string;
  /** Edge of the pictures it takes. */
  size: number;
  preprocess: PreprocessMode;
}

/** Edge of the digits where nobody asks for another: they have 8x8 pixels, more would be a waste. */
const DIGIT_SIZE = 96;
const PLUMBING_SIZE = 32;

/** The base that was asked for; else a small MobileNet; else a demonstration of the plumbing. */
export async function openBase(settings: Settings, signal: AbortSignal): Promise<Base> {
  const { application, size, data } = settings;
  if (application !== undefined) return namedApplication(application, settings);
  const found = await loadSmallMobileNet(signal);
  if (!('data' in found)) return plumbing(found.reason, size ?? PLUMBING_SIZE);
  const edge = size ?? (data === undefined ? DIGIT_SIZE : mobileNet.inputSize);
  const inputShape = [edge, edge, 3];
  const model = await mobileNet({ alpha: 0.25, includeTop: false, weights: null, inputShape });
  copyWeights(found.data, model);
  found.data.dispose();
  return {
    model,
    described: `MobileNet 0.25 with the weights of ImageNet, ${found.how}`,
    size: edge,
    preprocess: mobileNet.preprocessMode,
  };
}

async function namedApplication(name: string, settings: Settings): Promise<Base> {
  const { weights, data } = settings;
  const make = APPLICATIONS[name]!;
  const size = settings.size ?? (data === undefined ? DIGIT_SIZE : make.inputSize);
  const model = await make({
    includeTop: false,
    weights: weights === 'random' ? null : weights,
    inputShape: [size, size, 3],
  });
  const described = `${name} with ${weights === 'imagenet' ? 'the weights of ImageNet' : `${weights} weights`}, as asked for`;
  return { model, described, size, preprocess: make.preprocessMode };
}

/** The layers' weights of one network into those of the same names in another. */
function copyWeights(from: Model, to: Model): void {
  for (const layer of to.layers) {
    if (layer.weights.length > 0) layer.setWeights(from.getLayer(layer.name).getWeights());
  }
}

/** A network that has learned nothing, so that all else can be shown. */
export function plumbing(reason: string, size: number): Base {
  const model = sequential({
    name: 'plumbing',
    layers: [
      conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [size, size, 3] }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
    ],
  });
  return {
    model,
    described: `a small one with random weights, which demonstrates the plumbing, because MobileNet is not at hand: ${reason}`,
    size,
    preprocess: 'tf',
  };
}

/** Pixels as the base takes them. */
export function toInputs(base: Base, pixels: tf.Tensor): tf.Tensor {
  return preprocessInput(pixels, { mode: base.preprocess });
}
