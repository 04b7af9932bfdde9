import {
  resetUids,
  SeedGenerator,
  ShapeError,
  StateError,
  UnknownOptionError,
  ValueError,
  type Variable,
} from '@ibexjs/core';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from './input-spec.js';
import { input } from './input-layer.js';
import { Layer, type LayerOptions } from './layer.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import type { CallArgs, Shape, Shapes } from './types.js';

interface ScaleOptions extends LayerOptions {
  start?: number;
}

/** x · scale, with a count that is not trained. */
class Scale extends Layer {
  static override readonly className: string = 'Scale';
  static override readonly optionKeys = [...Layer.optionKeys, 'start'];
  readonly start: number;
  count!: Variable;
  scale!: Variable;

  constructor(options: ScaleOptions = {}) {
    super(options);
    this.start = options.start ?? 1;
  }

  override build(inputShape: Shapes): void {
    const size = (inputShape as Shape).at(-1)!;
    this.count = this.addWeight({ name: 'count', initializer: 'zeros', trainable: false });
    this.scale = this.addWeight({
      name: 'scale',
      shape: [size],
      initializer: (shape) => tf.fill(shape, this.start),
      regularizer: 'l2',
    });
    this.inputSpec = [new InputSpec({ minNDim: 2, axes: { [-1]: size } })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.add(tf.mul(inputs, this.scale.read()), tf.mul(tf.ones(inputs.shape), 0));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), start: this.start };
  }
}

/** Two layers, in a property and in an array, and a generator. */
class Pair extends Layer {
  static override readonly className: string = 'Pair';
  readonly first = new Scale({ start: 2 });
  readonly others = [new Scale({ start: 3 })];
  readonly random = new SeedGenerator(1);
  seen: (boolean | undefined)[] = [];

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    this.seen.push(training);
    return this.others[0]!.apply(this.first.apply(inputs));
  }
}

beforeAll(() => useTestBackend('cpu'));
beforeEach(resetUids);

const sample = () => tf.tensor2d(formulaValues(6, 1), [2, 3]);

describe('names', () => {
  test('are the class in snake case, counted', () => {
    expect(
      [new Scale(), new Scale(), new Scale({ name: 'mine' }), new Scale()].map(({ name }) => name),
    ).toEqual(['scale', 'scale_1', 'mine', 'scale_2']);
  });

  test('make the paths of weights', () => {
    const pair = new Pair();
    pair.build([null, 3]);
    tf.dispose(pair.apply(sample()));
    expect(pair.weights.map(({ path }) => path)).toEqual([
      'pair/scale/scale',
      'pair/scale/count',
      'pair/scale_1/scale',
      'pair/scale_1/count',
    ]);
  });
});

describe('weights', () => {
  test('come trainable first, own before sublayers, and with generators in variables', () => {
    const pair = new Pair();
    tf.dispose(pair.apply(sample()));
    expect(pair.weights).toHaveLength(4);
    expect(pair.trainableWeights.map(({ name }) => name)).toEqual(['scale', 'scale']);
    expect(pair.nonTrainableWeights.map(({ name }) => name)).toEqual(['count', 'count']);
    expect(pair.variables).toContain(pair.random.state);
    expect(pair.countParams()).toBe(8);
  });

  test('are frozen by `trainable` all the way down, and unfrozen again', () => {
    const pair = new Pair();
    tf.dispose(pair.apply(sample()));
    pair.trainable = false;
    expect(pair.others[0]!.trainable).toBe(false);
    expect(pair.trainableWeights).toEqual([]);
    expect(pair.nonTrainableWeights).toHaveLength(4);
    pair.trainable = true;
    expect(pair.trainableWeights).toHaveLength(2);
  });

  test('are frozen when the option came before them', () => {
    const layer = new Scale({ trainable: false });
    layer.build([null, 3]);
    expect(layer.trainableWeights).toEqual([]);
    expect(layer.weights.some((weight) => weight.trainable)).toBe(false);
    layer.trainable = true;
    expect(layer.trainableWeights.map(({ name }) => name)).toEqual(['scale']);
  });

  test('are read as copies that later changes leave alone, and set again', () => {
    const layer = new Scale();
    layer.build([null, 3]);
    const before = layer.getWeights();
    layer.setWeights([tf.tensor1d([4, 5, 6]), tf.scalar(7)]);
    expect([...before[0]!.dataSync()]).toEqual([1, 1, 1]);
    expect([...layer.scale.read().dataSync()]).toEqual([4, 5, 6]);
    layer.setWeights(before);
    expect([...layer.scale.read().dataSync()]).toEqual([1, 1, 1]);
  });

  test('are not set at all when one does not fit', () => {
    const layer = new Scale({ name: 'doubling' });
    layer.build([null, 3]);
    const good = tf.tensor1d([4, 5, 6]);
    expect(() => layer.setWeights([good])).toThrow(
      new ValueError(
        'Layer doubling has 2 weights (doubling/scale, doubling/count); received 1 values.',
      ),
    );
    expect(() => layer.setWeights([good, tf.tensor1d([1, 2])])).toThrow(
      new ShapeError(
        'Layer doubling: weight doubling/count has shape []; received a value of shape [2].',
      ),
    );
    expect([...layer.scale.read().dataSync()]).toEqual([1, 1, 1]);
  });

  test('can be given as an option', () => {
    const layer = new Scale({ weights: [tf.tensor1d([1, 2, 3]), tf.scalar(0)] });
    layer.build([null, 3]);
    expect([...layer.scale.read().dataSync()]).toEqual([1, 2, 3]);
  });

  test('are not added to a layer that is built', () => {
    const layer = new Scale();
    layer.build([null, 3]);
    expect(() => layer.addWeight({ name: 'late' })).toThrow(StateError);
  });

  test('go when the layer is disposed', () => {
    const start = tf.memory().numTensors;
    const pair = new Pair();
    tf.dispose(tf.tidy(() => pair.apply(sample())));
    expect(pair.dispose()).toEqual({ numDisposedVariables: 5 });
    expect(tf.memory().numTensors).toBe(start);
  });
});

describe('apply', () => {
  test('leaves only what it returns', () => {
    const pair = new Pair();
    const x = sample();
    tf.dispose(pair.apply(x));
    const before = tf.memory().numTensors;
    const y = pair.apply(x);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(y.dataSync()[0]).toBeCloseTo(6 * x.dataSync()[0]!, 5);
  });

  test('never returns the very tensor it was given, so that both can be disposed', () => {
    class Same extends Layer {
      override call(inputs: tf.Tensor): tf.Tensor {
        return inputs;
      }
    }
    const x = sample();
    const y = new Same().apply(x);
    x.dispose();
    expect(y.isDisposed).toBe(false);
  });

  test('hands `training` down to the layers inside', () => {
    const outer = new (class Outer extends Layer {
      readonly inner = new Pair();
      override call(inputs: tf.Tensor): tf.Tensor {
        return this.inner.apply(inputs);
      }
    })();
    tf.tidy(() => {
      outer.apply(sample(), { training: true });
      outer.apply(sample(), { training: false });
      outer.apply(sample());
    });
    expect(outer.inner.seen).toEqual([true, false, undefined]);
  });

  test('names the layer when the input does not fit', () => {
    const layer = new Scale({ name: 'doubling' });
    layer.build([null, 3]);
    expect(() => layer.apply(tf.ones([2, 4]))).toThrow(
      new ShapeError(
        'Layer doubling expects its input to have size 3 along axis -1; received shape (2, 4).',
      ),
    );
    expect(() => layer.apply(tf.ones([3]))).toThrow('at least 2 dimensions; received shape (3,)');
    expect(() => layer.apply([tf.ones([2, 3]), tf.ones([2, 3])])).toThrow(
      'Layer doubling expects 1 input; received 2.',
    );
  });

  test('takes a list of one where it takes one input', () => {
    const layer = new Scale();
    layer.build([null, 3]);
    expect(layer.apply([sample()]).shape).toEqual([2, 3]);
  });

  test('takes nothing but tensors', () => {
    const layer = new Scale({ name: 'doubling' });
    expect(() => layer.apply([[1, 2]] as never)).toThrow(
      new ValueError(
        'Layer doubling takes tensors, from `tf.tensor` or `input`; received an array of an array of 1, 2.',
      ),
    );
    expect(() => layer.apply(undefined as never)).toThrow('received undefined');
  });

  test('on symbolic tensors draws the graph, with shapes found by running on zeros', () => {
    const x = input({ shape: [null, 3] });
    const layer = new Scale();
    const y = layer.apply(x);
    expect(y).toBeInstanceOf(SymbolicTensor);
    expect(y.shape).toEqual([null, null, 3]);
    expect(layer.inboundNodes).toHaveLength(1);
    expect(layer.output).toBe(y);
    expect(layer.input).toBe(x);
    expect(() => new Scale().output).toThrow(StateError);
  });
});

describe('losses', () => {
  test('are the regularizers of trainable weights', () => {
    const layer = new Scale({ start: 2 });
    layer.build([null, 3]);
    expect(tf.tidy(() => layer.losses.map((loss) => loss.dataSync()[0]))).toEqual([
      expect.closeTo(0.12, 6),
    ]);
    layer.trainable = false;
    expect(layer.losses).toEqual([]);
  });

  test('hold those of the layers inside, divided by the batch, as long as the tidy lives', () => {
    const outer = new (class Outer extends Layer {
      readonly inner = new Scale({ start: 1, activityRegularizer: 'l2' });
      override call(inputs: tf.Tensor): tf.Tensor {
        this.addLoss(tf.mean(inputs));
        return this.inner.apply(inputs);
      }
    })();
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    tf.tidy(() => {
      outer.apply(x);
      expect(outer.losses.map((loss) => loss.dataSync()[0])).toEqual([
        2.5,
        expect.closeTo((0.01 * 30) / 2, 6),
        expect.closeTo(0.02, 6),
      ]);
    });
    const before = tf.memory().numTensors;
    tf.dispose(outer.apply(x));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('are added only inside a call', () => {
    expect(() => new Scale().addLoss(tf.scalar(1))).toThrow(StateError);
  });
});

describe('config', () => {
  test('is in the keys of Keras and makes the layer again', () => {
    const config = new Scale({
      name: 'a',
      start: 3,
      trainable: false,
      activityRegularizer: 'l1',
    }).getConfig();
    expect(config).toMatchObject({
      name: 'a',
      trainable: false,
      dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } },
      activity_regularizer: { class_name: 'L1' },
      start: 3,
    });
    expect(Scale.fromConfig(config).getConfig()).toEqual(config);
  });

  test('of Keras may hold options that mean nothing here', () => {
    const layer = Scale.fromConfig({
      name: 'a',
      start: 3,
      quantization_config: null,
      synchronized: false,
    });
    expect(layer.start).toBe(3);
    expect(() => Scale.fromConfig({ name: 'a', synchronized: true })).toThrow(UnknownOptionError);
  });

  test('unknown options are errors with the nearest name', () => {
    expect(() => new Scale({ strat: 3 } as ScaleOptions)).toThrow(
      'Scale: unknown option "strat". Did you mean "start"?',
    );
  });
});
