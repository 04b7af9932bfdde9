import { createImg } from '@ibexjs/image';
import {
  concatenate,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePooling2d,
  input,
  maxPooling2d,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, sequential } from '@ibexjs/models';
import { useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { cutAtLastMaps, gradCam, overlay } from './heat-map.js';

beforeAll(() => useTestBackend('cpu'));

/** Class 0 is what is red, class 1 what is green. */
function colourNetwork() {
  const net = sequential({
    layers: [
      conv2d({ filters: 2, kernelSize: 1, useBias: false, inputShape: [8, 8, 3], name: 'maps' }),
      maxPooling2d({ poolSize: 2 }),
      globalAveragePooling2d({ keepdims: true }),
      dropout({ rate: 0.5 }),
      flatten(),
      dense({ units: 2, activation: 'softmax', useBias: false, name: 'classes' }),
    ],
  });
  net.getLayer('maps').setWeights([tf.tensor4d([1, 0, 0, 1, 0, 0], [1, 1, 3, 2])]);
  net.getLayer('classes').setWeights([tf.tensor2d([3, -3, -3, 3], [2, 2])]);
  return net;
}

describe('gradCam', () => {
  test('is hot where the class is seen, for each class in its place', async () => {
    const net = colourNetwork();
    const cut = cutAtLastMaps(net)!;
    expect(cut.layer).toBe('maps');
    // a red patch at the upper left, a green one at the lower right
    const pixels = new Float32Array(8 * 8 * 3);
    for (const [channel, corner] of [[0, 1] as const, [1, 5] as const]) {
      for (let row = corner; row < corner + 2; row++) {
        for (let column = corner; column < corner + 2; column++) {
          pixels[(row * 8 + column) * 3 + channel] = 1;
        }
      }
    }
    const x = tf.tensor4d(pixels, [1, 8, 8, 3]);
    const before = tf.memory().numTensors;
    const red = await gradCam(cut, x, 0);
    const green = await gradCam(cut, x, 1);
    expect(tf.memory().numTensors).toBe(before);
    expect([red.width, red.height, red.channels]).toEqual([8, 8, 1]);
    expect([red.data[1 * 8 + 1], red.data[5 * 8 + 5]]).toEqual([255, 0]);
    expect([green.data[1 * 8 + 1], green.data[5 * 8 + 5]]).toEqual([0, 255]);
    x.dispose();
    net.dispose();
  });

  test('a network without maps, or with a path past them, has none', () => {
    const flat = sequential({ layers: [dense({ units: 2, inputShape: [4] })] });
    expect(cutAtLastMaps(flat)).toBeUndefined();
    const start = input({ shape: [4, 4, 3] });
    const maps = conv2d({ filters: 2, kernelSize: 1 }).apply(start);
    const pooled = globalAveragePooling2d().apply(maps);
    const past = globalAveragePooling2d().apply(start);
    const both: SymbolicTensor = concatenate().apply([pooled, past]);
    expect(cutAtLastMaps(model({ inputs: start, outputs: pooled }))).toBeDefined();
    expect(cutAtLastMaps(model({ inputs: start, outputs: both }))).toBeUndefined();
  });
});

test('overlay: cold is grey, hot is red', () => {
  const photo = createImg(Uint8Array.of(0, 255, 0, 0, 255, 0), 2, 1, 3);
  const heat = createImg(Uint8Array.of(0, 255), 2, 1, 1);
  expect([...overlay(photo, heat).data]).toEqual([149, 149, 149, 223, 44, 44]);
});
