import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FormatError, NotFoundError, ShapeError, ValueError } from '@ibexjs/core';
import {
  batchNormalization,
  bidirectional,
  dense,
  depthwiseConv2d,
  flatten,
  input,
  lstm,
} from '@ibexjs/layers';
import { useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { loadLayersModel, model, sequential, type Model } from '../../index.js';

let folder: string;

beforeAll(() => useTestBackend('cpu'));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const perceptron = () =>
  sequential({
    layers: [dense({ units: 3, inputShape: [2] }), batchNormalization(), dense({ units: 1 })],
  });

const numbersOf = (net: Model) =>
  tf.tidy(() => net.weights.flatMap((weight) => [...weight.read().dataSync()]));

interface ModelFile {
  modelTopology: unknown;
  weightsManifest: {
    paths: string[];
    weights: { name: string; shape: number[]; dtype: string; quantization?: object }[];
  }[];
}

const modelFile = () => JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as ModelFile;
const rewrite = (change: (json: ModelFile) => void) => {
  const json = modelFile();
  change(json);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
};

describe('a model of TensorFlow.js', () => {
  test.each<[string, () => Model]>([
    ['in a row', perceptron],
    [
      'of recurrent layers within others',
      () =>
        sequential({ layers: [bidirectional({ layer: lstm({ units: 2 }), inputShape: [3, 2] })] }),
    ],
    [
      'as a graph with a model in it',
      () => {
        const x = input({ shape: [2] });
        const inner = perceptron();
        return model({ inputs: x, outputs: [inner.apply(x), dense({ units: 2 }).apply(x)] });
      },
    ],
    [
      'of images',
      () =>
        sequential({
          layers: [depthwiseConv2d({ kernelSize: 2, inputShape: [4, 4, 2] }), flatten()],
        }),
    ],
  ])('%s goes to a folder and back', async (_, make) => {
    const net = make();
    const before = tf.memory().numTensors;
    const { modelArtifactsInfo } = await net.save(`file://${folder}`);
    expect(tf.memory().numTensors).toBe(before);
    expect(modelArtifactsInfo.weightDataBytes).toBe(4 * net.countParams());
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.bin']);
    for (const address of [`file://${folder}/model.json`, join(folder, 'model.json')]) {
      const loaded = await loadLayersModel(address);
      expect(numbersOf(loaded)).toEqual(numbersOf(net));
      expect(loaded.outputShapes).toEqual(net.outputShapes);
    }
  });

  test('goes to a handler and comes from one', async () => {
    const net = perceptron();
    let kept: tf.io.ModelArtifacts = {};
    await net.save(
      tf.io.withSaveHandler((artifacts) => {
        kept = artifacts;
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
        });
      }),
    );
    expect(kept.weightSpecs!.map(({ name }) => name)).toContain(`${net.layers[0]!.name}/kernel`);
    const loaded = await loadLayersModel(tf.io.fromMemory(kept));
    expect(numbersOf(loaded)).toEqual(numbersOf(net));
  });

  test('with weights of other names is matched by their order', async () => {
    const net = perceptron();
    await net.save(`file://${folder}`);
    rewrite(({ weightsManifest: [group] }) =>
      group!.weights.forEach((weight, i) => (weight.name = `unit_${i}`)),
    );
    expect(numbersOf(await loadLayersModel(`${folder}/model.json`))).toEqual(numbersOf(net));
  });

  test('without some weights is loaded only when that is wished', async () => {
    await perceptron().save(`file://${folder}`, { trainableOnly: true });
    const path = join(folder, 'model.json');
    await expect(loadLayersModel(path)).rejects.toThrow(/has no weight for .*moving_mean/);
    await loadLayersModel(path, { strict: false });
  });
});

describe('refuses', () => {
  beforeEach(() => perceptron().save(`file://${folder}`));

  const fails = async (error: new (message: string) => Error, message: RegExp) => {
    const before = tf.memory().numTensors;
    const loading = loadLayersModel(`${folder}/model.json`);
    await expect(loading).rejects.toThrow(error);
    await expect(loading).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  };

  test('shards outside the folder', async () => {
    for (const path of ['../weights.bin', '/etc/passwd', 'C:\\x', 'a/../../b']) {
      rewrite(({ weightsManifest: [group] }) => (group!.paths = [path]));
      await fails(FormatError, /outside its folder/);
    }
  });

  test('shards that are cut short, or missing', async () => {
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(7));
    await fails(FormatError, /model\.json: Weight ".*kernel".*truncated/);
    rmSync(join(folder, 'weights.bin'));
    await expect(loadLayersModel(`${folder}/model.json`)).rejects.toMatchObject({
      code: 'IBEX_FILE',
    });
  });

  test('weights of another shape', async () => {
    rewrite(({ weightsManifest: [group] }) => (group!.weights[0]!.shape = [3, 2]));
    await fails(ShapeError, /has shape \[2, 3\]/);
  });

  test('a list of weights that is none', async () => {
    rewrite((json) => (json.weightsManifest = 3 as never));
    await fails(FormatError, /weightsManifest/);
  });

  test('graph models, and files without a model', async () => {
    rewrite((json) => (json.modelTopology = { node: [] }));
    await fails(FormatError, /graph model/);
    rewrite((json) => (json.modelTopology = null));
    await fails(FormatError, /modelTopology/);
  });

  test('to save where nothing saves, or the optimizer', async () => {
    const net = perceptron();
    await expect(net.save('nowhere://x')).rejects.toThrow(NotFoundError);
    await expect(net.save(`file://${folder}`, { includeOptimizer: true })).rejects.toThrow(
      ValueError,
    );
  });
});
