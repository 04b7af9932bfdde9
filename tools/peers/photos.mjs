// What MobileNet 0.25 sees in photos, for photos.py: node photos.mjs MODEL.JSON FOLDER PHOTO …
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs-core';

import { decodePredictions, mobileNet } from '../../packages/applications/dist/index.js';
import { useBackend } from '../../packages/backends/dist/index.js';
import { imgToArray, loadImg } from '../../packages/image/dist/index.js';
import { loadLayersModel } from '../../packages/models/dist/index.js';

const [weights, folder, ...photos] = process.argv.slice(2);
const write = async (name, tensor) =>
  writeFileSync(join(folder, name), new Uint8Array((await tensor.data()).slice().buffer));

await useBackend('wasm');
const model = await mobileNet({ alpha: 0.25, weights: null });
model.setWeights((await loadLayersModel(weights)).getWeights());
const images = [];
for (const photo of photos)
  images.push(
    imgToArray(await loadImg(photo, { targetSize: [224, 224], interpolation: 'bilinear' })),
  );
const pixels = tf.stack(images);
await write('pixels.bin', pixels);
const outputs = model.predict(mobileNet.preprocessInput(pixels));
await write('outputs.bin', outputs);
writeFileSync(join(folder, 'decoded.json'), JSON.stringify(await decodePredictions(outputs)));
