import type { Interruption } from '@ibexjs-apps/kit';
import { imgToArray, type Img } from '@ibexjs/image';
import * as tf from '@tensorflow/tfjs-core';
import { cutAtLastMaps, gradCam, overlay } from './heat-map.js';
import type { Guess, Network } from './network.js';
import type { Picture } from './pictures.js';

/** What the network says of a picture. */
export interface Answer {
  name: string;
  guesses: Guess[];
  /** For the report: the picture as the network sees it, and where it saw its first guess. */
  photo?: Img;
  heat?: Img;
}

/** A picture that could not be read, and why. */
export interface Unreadable {
  name: string;
  reason: string;
}

export interface Answers {
  answers: Answer[];
  unreadable: Unreadable[];
}

export interface ClassifyOptions {
  top: number;
  /** Keep so many pictures for a report. */
  kept: number;
  heatMap: boolean;
  interruption: Pick<Interruption, 'requested'>;
}

/** Pictures that are looked at together. */
const BATCH = 16;

/** Names what the pictures show, some at a time. */
export async function classify(
  pictures: readonly Picture[],
  network: Network,
  options: ClassifyOptions,
): Promise<Answers> {
  const { top, kept, interruption } = options;
  const cut = options.heatMap && kept > 0 ? cutAtLastMaps(network.model) : undefined;
  const all: Answers = { answers: [], unreadable: [] };
  for (let at = 0; at < pictures.length && !interruption.requested; at += BATCH) {
    const loaded = await loadAll(pictures.slice(at, at + BATCH), network.size, all.unreadable);
    if (loaded.length === 0) continue;
    const inputs = tf.tidy(() =>
      network.preprocess(tf.stack(loaded.map(({ img }) => imgToArray(img)))),
    );
    const probabilities = network.model.predict(inputs, { verbose: 0 }) as tf.Tensor;
    const guesses = await network.name(probabilities, top);
    for (const [i, { name, img }] of loaded.entries()) {
      const answer: Answer = { name, guesses: guesses[i]! };
      if (all.answers.length < kept) {
        answer.photo = img;
        if (cut) {
          const input = tf.slice(inputs, [i, 0, 0, 0], [1, -1, -1, -1]);
          answer.heat = overlay(img, await gradCam(cut, input, answer.guesses[0]!.index));
          input.dispose();
        }
      }
      all.answers.push(answer);
    }
    tf.dispose([inputs, probabilities]);
  }
  return all;
}

async function loadAll(
  pictures: readonly Picture[],
  size: readonly [number, number],
  unreadable: Unreadable[],
): Promise<{ name: string; img: Img }[]> {
  const loaded = await Promise.all(
    pictures.map(async (picture) => {
      const { name } = picture;
      try {
        return { name, img: await picture.load(size) };
      } catch (error) {
        unreadable.push({ name, reason: (error as Error).message });
        return null;
      }
    }),
  );
  return loaded.filter((each) => each !== null);
}
