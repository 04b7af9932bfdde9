import { decodePredictions, preprocessInput, type PreprocessInput } from '@ibexjs/applications';
import { loadSmallMobileNet, readCard } from '@ibexjs-apps/kit';
import { ValueError } from '@ibexjs/core';
import { conv2d, dense, globalAveragePooling2d } from '@ibexjs/layers';
import { loadModel, sequential, type Model } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';
import { APPLICATIONS } from './applications.js';
import type { Settings } from './settings.js';

/** A class, and how probable it is that a picture shows it. */
export interface Guess {
  name: string;
  /** WordNet's name, of the classes of ImageNet. */
  id?: string;
  index: number;
  probability: number;
}

/** A network that names what pictures show. */
export interface Network {
  model: Model;
  /** For a demo's first line: which it is and why. */
  described: string;
  /** Height and width of the pictures it takes. */
  size: readonly [number, number];
  preprocess(pixels: tf.Tensor): tf.Tensor;
  /** The most probable classes of each picture, of [pictures, classes]. */
  name(probabilities: tf.Tensor, top: number): Promise<Guess[][]>;
}

/** The network that was asked for; else a small MobileNet; else a demonstration of the plumbing. */
export async function openNetwork(settings: Settings, signal: AbortSignal): Promise<Network> {
  const { model, application } = settings;
  if (model !== undefined) return ownModel(model);
  if (application !== undefined) return namedApplication(application, settings.weights);
  if (settings.weights !== 'imagenet') {
    throw new ValueError('Option --weights needs --application: which network the weights are of.');
  }
  const found = await loadSmallMobileNet(signal);
  if (!('data' in found)) return plumbing(found.reason);
  const described = `MobileNet 0.25 with the weights of ImageNet, ${found.how}`;
  return imagenet(found.data, described, 224, APPLICATIONS['mobileNet']!.preprocessInput);
}

async function ownModel(path: string): Promise<Network> {
  const { classes, imageSize, preprocess } = await readCard(path);
  const model = await loadModel(path, { compile: false });
  const units = model.outputs[0]?.shape.at(-1);
  if (units !== classes.length) {
    const message = `${path} has ${units} outputs; its .classes.json names ${classes.length} classes.`;
    model.dispose();
    throw new ValueError(message);
  }
  return {
    model,
    described: `${path}, which knows ${classes.length} classes, as asked for`,
    size: imageSize,
    preprocess: (pixels) => preprocessInput(pixels, { mode: preprocess }),
    name: byNames(classes),
  };
}

async function namedApplication(name: string, weights: string): Promise<Network> {
  const make = APPLICATIONS[name]!;
  const model = await make({ weights: weights === 'random' ? null : weights });
  const how = weights === 'imagenet' ? 'with the weights of ImageNet' : `with ${weights} weights`;
  const warning = weights === 'random' ? '; its answers mean nothing' : '';
  const described = `${name} ${how}, as asked for${warning}`;
  return imagenet(model, described, make.inputSize, make.preprocessInput);
}

function imagenet(
  model: Model,
  described: string,
  size: number,
  preprocess: PreprocessInput,
): Network {
  return {
    model,
    described,
    size: [size, size],
    preprocess: (pixels) => preprocess(pixels),
    name: async (probabilities, top) => {
      const decoded = await decodePredictions(probabilities, { top });
      return decoded.map((guesses) =>
        guesses.map(({ classId, className, index, score }) => ({
          name: className.replaceAll('_', ' '),
          id: classId,
          index,
          probability: score,
        })),
      );
    },
  };
}

/** A network that has learned nothing, so that all else can be shown. */
export function plumbing(reason: string): Network {
  const model = sequential({
    name: 'plumbing',
    layers: [
      conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [32, 32, 3] }),
      conv2d({ filters: 16, kernelSize: 3, strides: 2, activation: 'relu' }),
      globalAveragePooling2d(),
      dense({ units: 10, activation: 'softmax' }),
    ],
  });
  const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  return {
    model,
    described:
      `a small one with random weights: its answers mean nothing, this demonstrates the plumbing, because ` +
      `MobileNet is not at hand: ${reason}`,
    size: [32, 32],
    preprocess: (pixels) => tf.div(pixels, 255),
    name: byNames(classes),
  };
}

function byNames(classes: readonly string[]): Network['name'] {
  return async (probabilities, top) => {
    const values = await probabilities.data();
    const rows = probabilities.shape[0];
    return Array.from({ length: rows }, (_, row) =>
      classes
        .map((name, index): Guess => ({
          name,
          index,
          probability: values[row * classes.length + index]!,
        }))
        .sort((a, b) => b.probability - a.probability)
        .slice(0, top),
    );
  };
}
