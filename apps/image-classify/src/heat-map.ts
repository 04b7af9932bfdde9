import { createImg, resizeImg, type Img } from '@ibexjs/image';
import type { Layer, SymbolicTensor } from '@ibexjs/layers';
import { model, type Model } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';

/** A network cut in two behind its last maps of features. Its layers are the network's own. */
export interface Cut {
  /** From pictures to maps [1, rows, columns, channels]. */
  maps: Model;
  /** From maps to probabilities. */
  rest: Model;
  /** Name of the layer that makes the maps. */
  layer: string;
}

/** Cuts a network; undefined when nothing in it is a map, or other paths lead past the maps. */
export function cutAtLastMaps(net: Model): Cut | undefined {
  const layer = [...net.layers].reverse().find(makesMaps);
  if (!layer) return undefined;
  const output = layer.output as SymbolicTensor;
  try {
    return {
      maps: model({ inputs: net.inputs, outputs: output }),
      rest: model({ inputs: output, outputs: net.outputs }),
      layer: layer.name,
    };
  } catch {
    return undefined;
  }
}

/** Pooled maps are passed over: those before them are finer. */
function makesMaps(layer: Layer): boolean {
  const { output } = layer;
  if (Array.isArray(output) || /pool/i.test(layer.name)) return false;
  const [, rows, columns] = output.shape;
  // a size that varies is more than one pixel
  return output.shape.length === 4 && (rows ?? 2) * (columns ?? 2) > 1;
}

/** A small number that keeps logarithms finite. */
const TINY = 1e-7;

/**
 * Grad-CAM: where in a picture the network saw a class. The maps of features are added up, each
 * weighted by how much the class' log-odds rise with it; what speaks against the class counts 0.
 *
 * @param input one picture, [1, height, width, 3]
 * @returns grey tones as large as the maps; 255 is where it was seen most
 * @see Selvaraju et al., "Grad-CAM: visual explanations from deep networks" (2017)
 */
export async function gradCam({ maps, rest }: Cut, input: tf.Tensor, index: number): Promise<Img> {
  const heat = tf.tidy(() => {
    const features: tf.Tensor4D = maps.apply(input);
    const logOdds = (given: tf.Tensor): tf.Tensor => {
      const probabilities: tf.Tensor2D = rest.apply(given);
      const probability = tf.slice(probabilities, [0, index], [1, 1]);
      const against = tf.sub(1 + TINY, probability);
      return tf.sum(tf.sub(tf.log(tf.add(probability, TINY)), tf.log(against)));
    };
    const weights = tf.mean(tf.grad(logOdds)(features), [1, 2], true);
    const seen = tf.relu(tf.sum(tf.mul(features, weights), -1));
    return tf.div(seen, tf.add(tf.max(seen), 1e-12));
  });
  const values = await heat.data();
  const [, rows, columns] = heat.shape as [number, number, number];
  heat.dispose();
  return createImg(
    Uint8Array.from(values, (value) => Math.round(255 * value)),
    columns,
    rows,
    1,
  );
}

/** How much of the photograph the hottest colour hides, and from what heat on it is coloured. */
const OPACITY = 0.7;
const THRESHOLD = 0.15;

/** The photograph in grey, from yellow to red where the map is hot. */
export function overlay(photo: Img, heat: Img): Img {
  const fine = resizeImg(heat, [photo.height, photo.width], { interpolation: 'bicubic' });
  const out = new Uint8Array(photo.data.length);
  for (let pixel = 0; pixel < fine.data.length; pixel++) {
    const value = fine.data[pixel]! / 255;
    const at = 3 * pixel;
    const [r, g, b] = [photo.data[at]!, photo.data[at + 1]!, photo.data[at + 2]!];
    const grey = 0.299 * r + 0.587 * g + 0.114 * b;
    const hidden = OPACITY * Math.min(1, 2 * Math.max(0, value - THRESHOLD));
    const colour = [255, 255 * (1 - value), 0];
    for (let c = 0; c < 3; c++) out[at + c] = grey * (1 - hidden) + colour[c]! * hidden;
  }
  return createImg(out, photo.width, photo.height, 3);
}
