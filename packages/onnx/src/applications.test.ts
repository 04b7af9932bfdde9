import * as applications from '@ibexjs/applications';
import type { Model } from '@ibexjs/models';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import { beforeAll, expect, test } from '@jest/globals';

import { exportDifference, fillWeights } from './testing/check-export.js';

// wasm where it is at hand: these networks are large
beforeAll(() => useTestBackend(testBackends.at(-1)!));

const { vgg16, resNet50, resNet50V2, inceptionV3, xception, inceptionResNetV2 } = applications;
const { mobileNet, mobileNetV2, mobileNetV3Small, denseNet121, efficientNetB0 } = applications;
const { efficientNetV2B0, nasNetMobile, convNeXtTiny } = applications;

type Build = (options: applications.ApplicationOptions) => Model | Promise<Model>;

/** Each with the smallest images that it takes. */
test.each<[string, Build, number]>([
  ['VGG16', vgg16, 32],
  ['ResNet50', resNet50, 32],
  ['ResNet50V2', resNet50V2, 32],
  ['InceptionV3', inceptionV3, 75],
  ['Xception', xception, 71],
  ['InceptionResNetV2', inceptionResNetV2, 75],
  ['MobileNet', mobileNet, 32],
  ['MobileNetV2', mobileNetV2, 32],
  ['MobileNetV3Small', mobileNetV3Small, 32],
  ['DenseNet121', denseNet121, 32],
  ['EfficientNetB0', efficientNetB0, 32],
  ['EfficientNetV2B0', efficientNetV2B0, 32],
  ['NASNetMobile', nasNetMobile, 32],
  ['ConvNeXtTiny', convNeXtTiny, 32],
])('%s gives the same numbers in onnxruntime', async (_name, build, size) => {
  const net = await build({
    weights: null,
    inputShape: [size, size, 3],
    classes: 10,
    classifierActivation: null,
  });
  fillWeights(net);
  expect(await exportDifference(net, [{ shape: [2, size, size, 3] }])).toBeLessThan(1e-4);
  net.dispose();
});
