import { activation, dense, lstm } from '@ibexjs/layers';
import { sequential, type Sequential } from '@ibexjs/models';
import { rmsprop } from '@ibexjs/optimizers';

/**
 * The tutorial's: one LSTM over the characters of a window, then the next character. The optimizer
 * comes along, for checkpoints hold its state too.
 */
export function network(length: number, depth: number, units: number, learningRate: number) {
  const model: Sequential = sequential({
    name: 'writer',
    layers: [
      lstm({ units, inputShape: [length, depth] }),
      dense({ units: depth }),
      activation({ activation: 'softmax' }),
    ],
  });
  const optimizer = rmsprop({ learningRate });
  model.compile({ loss: 'categoricalCrossentropy', optimizer });
  return { model, optimizer };
}
