import { philox } from '@ibexjs/core/plain';

import type { ChunkSource } from './chunks.js';
import { MODELS, type Method, type Network } from './network.js';
import { Session } from './session.js';

/** How far the training has come; given to `onProgress` after every chunk of some 16,000 words. */
export interface TrainingProgress {
  /** Epoch at work, from 0 on. */
  epoch: number;
  epochs: number;
  /** Share of all words that is done, 0 to 1. */
  done: number;
  /** Words read so far, in all epochs. */
  words: number;
  /** Words read a second. */
  wordsPerSecond: number;
  /** Learning rate at work. */
  alpha: number;
  /** Loss in this epoch so far, where it is computed. */
  loss: number;
}

/** What a training has done. */
export interface TrainingReport {
  /** Words read, and those left after thinning out frequent ones. */
  words: number;
  trainedWords: number;
  /** Sum of the loss in each epoch; empty unless `computeLoss`. */
  losses: number[];
  seconds: number;
}

export interface Schedule {
  epochs: number;
  /** Learning rate at the beginning and at the end; it falls by the words read. */
  startAlpha: number;
  endAlpha: number;
  /** Words in an epoch. */
  totalWords: number;
  workers: number;
  seed: number;
  computeLoss: boolean;
  onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

/** Two random words that depend on nothing but the seed, the epoch and the chunk. */
function chunkSeed(seed: number, epoch: number, chunk: number): [number, number] {
  const words = new Uint32Array(2);
  philox(words, seed, Math.floor(seed / 0x100000000), epoch, chunk);
  return [words[0]!, words[1]!];
}

/** Trains a network on all chunks, `epochs` times, and leaves the new weights in it. */
export async function trainNetwork(
  network: Network,
  method: Method,
  source: ChunkSource,
  schedule: Schedule,
): Promise<TrainingReport> {
  const { epochs, startAlpha, endAlpha, totalWords, seed, onProgress } = schedule;
  const session = await Session.open(network, method, schedule.workers);
  const runner = await session.start(schedule.workers);
  const started = performance.now();
  const losses: number[] = [];
  let trainedWords = 0;
  let finished = 0;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      let submitted = 0;
      let number = 0;
      let loss = 0;
      for await (const chunk of source.epoch()) {
        const progress = (epoch + Math.min(1, submitted / totalWords)) / epochs;
        const alpha = Math.max(endAlpha, startAlpha - (startAlpha - endAlpha) * progress);
        const job = {
          chunk,
          model: MODELS[method.model],
          alpha,
          seed: chunkSeed(seed, epoch, number++),
        };
        submitted += chunk.words;
        await runner.submit(job, (result) => {
          trainedWords += result.trained;
          loss += result.loss;
          finished += chunk.words;
          onProgress?.({
            epoch,
            epochs,
            done: Math.min(1, finished / (totalWords * epochs)),
            words: finished,
            wordsPerSecond: (finished / (performance.now() - started)) * 1000,
            alpha,
            loss,
          });
        });
      }
      await runner.drain();
      if (schedule.computeLoss) losses.push(loss);
    }
  } finally {
    runner.close();
  }
  session.save();
  const seconds = (performance.now() - started) / 1000;
  return { words: finished, trainedWords, losses, seconds };
}
