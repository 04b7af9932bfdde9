import type { Console, DigitImages, Interruption } from '@ibexjs-apps/kit';
import { backend } from '@ibexjs/backends';
import { adadelta, sgd, type Optimizer } from '@ibexjs/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { network } from './networks.js';
import { readPredictions } from './predictions.js';
import type { Results } from './results.js';
import type { OptimizerName, Recipe, Settings } from './settings.js';
import { makeTask, toBatch } from './task.js';

const optimizers: Record<OptimizerName, () => Optimizer> = {
  sgd: () => sgd({ learningRate: 0.01 }),
  momentum: () => sgd({ learningRate: 0.01, momentum: 0.9 }),
  adadelta: () => adadelta({ learningRate: 1 }),
};

/** Trains a network as the tutorial does: define, compile, fit, evaluate, predict. */
export async function train(
  images: DigitImages,
  recipe: Recipe,
  settings: Settings,
  console: Console,
  interruption: Interruption,
): Promise<Results> {
  const task = makeTask(settings.task, images, settings.seed);
  const classes = task.classes.length;
  const model = network(settings.network, task.train.edge, classes);
  const summary: string[] = [];
  model.summary({ printFn: (line) => summary.push(line) });
  console.out(summary.join('\n'));

  model.compile({
    loss: 'categoricalCrossentropy',
    optimizer: optimizers[recipe.optimizer](),
    metrics: ['accuracy'],
  });

  console.out(`Train on ${task.train.count} images, test on ${task.test.count}.`);
  const training = toBatch(task.train, classes);
  const testing = toBatch(task.test, classes);
  const batchSize = recipe.batchSize;
  try {
    const started = performance.now();
    const { history } = await model.fit(training.x, training.y, {
      batchSize,
      epochs: recipe.epochs,
      validationData: [testing.x, testing.y],
      signal: interruption.signal,
      verbose: settings.verbose,
    });
    const results: Results = {
      dataName: images.name === 'mnist' ? 'MNIST' : 'shipped digits',
      settings,
      recipe,
      backend: backend() ?? settings.backend,
      task,
      summary: summary.join('\n'),
      parameters: model.countParams(),
      history,
      epochs: Object.values(history)[0]?.length ?? 0,
      seconds: (performance.now() - started) / 1000,
    };
    if (interruption.requested) return results;

    const { loss, accuracy } = await model.evaluate(testing.x, testing.y, {
      batchSize,
      verbose: 0,
      returnDict: true,
    });
    const probabilities = model.predict(testing.x, { batchSize, verbose: 0 }) as tf.Tensor;
    const predictions = readPredictions(await probabilities.data(), task.test, classes);
    tf.dispose(probabilities);
    return { ...results, test: { loss: loss!, accuracy: accuracy!, predictions } };
  } finally {
    tf.dispose([training, testing]);
    model.dispose();
  }
}
