import { NotFoundError, ShapeError, ValueError, logitsOf } from '@ibexjs/core';
import {
  Layer,
  activation,
  dense,
  getMask,
  input,
  type CallArgs,
  type Masks,
  type SymbolicTensor,
  type Tensors,
} from '@ibexjs/layers';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { cloneModel, model, sequential } from './index.js';

beforeAll(() => useTestBackend('cpu'));

const values = (shape: number[], seed = 1) =>
  tf.tensor(formulaValues(tf.util.sizeFromShape(shape), seed), shape);

function twoInputs() {
  const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [3], name: 'b' })];
  const common = dense({ units: 2 });
  return model({ inputs: { b, a }, outputs: [common.apply(a), common.apply(b)] });
}

describe('a functional model', () => {
  test('takes its inputs as a list or by name', () => {
    const net = twoInputs();
    tf.tidy(() => {
      const [a, b] = [values([4, 3], 1), values([4, 3], 2)];
      const listed = net.apply<tf.Tensor[]>([a, b]);
      const named = net.apply<tf.Tensor[]>({ b, a });
      for (const [i, y] of listed.entries()) expect(y.dataSync()).toEqual(named[i]!.dataSync());
      expect(listed[0]!.dataSync()).not.toEqual(listed[1]!.dataSync());
      expect(() => net.apply({ a })).toThrow(
        new ValueError(`Model ${net.name} needs an input "b"; received a.`),
      );
    });
  });

  test('is a layer of another model, by name too', () => {
    const net = twoInputs();
    const x = input({ shape: [3] });
    const [first] = net.apply<SymbolicTensor[]>({ a: x, b: x });
    expect(model({ inputs: x, outputs: first! }).apply(tf.ones([5, 3])).shape).toEqual([5, 2]);
  });

  test('leaves only what it returns, and frees intermediate tensors on the way', () => {
    const x = input({ shape: [3] });
    let peak = 0;
    const watch = new (class Watch extends Layer {
      override call(inputs: tf.Tensor): tf.Tensor {
        peak = tf.memory().numTensors;
        return tf.neg(inputs);
      }
    })();
    let y: SymbolicTensor = x;
    for (let i = 0; i < 10; i++) y = activation({ activation: 'tanh' }).apply(y);
    const net = model({ inputs: x, outputs: watch.apply(y) });
    const data = values([4, 3]);
    const before = tf.memory().numTensors;
    const out = net.apply(data);
    expect(tf.memory().numTensors).toBe(before + 1);
    // the last activation, and nothing of the nine before it
    expect(peak).toBe(before + 1);
    out.dispose();
  });

  test('may give the same tensor twice, or its own input', () => {
    const x = input({ shape: [3] });
    const same = new (class Same extends Layer {
      override call(inputs: tf.Tensor): tf.Tensor {
        return inputs;
      }
    })();
    const h = dense({ units: 3 }).apply(x);
    const net = model({ inputs: x, outputs: [same.apply(same.apply(x)), same.apply(h), h] });
    const data = values([2, 3]);
    const [own, first, second] = net.apply<tf.Tensor[]>(data);
    data.dispose();
    expect(own!.shape).toEqual([2, 3]);
    expect(first!.dataSync()).toEqual(second!.dataSync());
  });

  test('trains through shared layers: gradients equal those of plain ops', () => {
    const net = twoInputs();
    const [a, b] = [values([4, 3], 1), values([4, 3], 2)];
    const loss = (ys: tf.Tensor[]): tf.Scalar =>
      tf.add(tf.sum(tf.square(ys[0]!)), tf.sum(tf.square(ys[1]!)));
    const [kernel, bias] = net.weights.map((w) => w.val) as [tf.Variable, tf.Variable];
    const { grads } = tf.variableGrads(() =>
      loss(net.apply<tf.Tensor[]>([a, b], { training: true })),
    );
    const plain = tf.variableGrads(() =>
      loss([a, b].map((x) => tf.add(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D), bias))),
    );
    for (const variable of [kernel, bias]) {
      const [got, expected] = [
        grads[variable.name]!.dataSync(),
        plain.grads[variable.name]!.dataSync(),
      ];
      for (const [i, value] of expected.entries()) expect(got[i]).toBeCloseTo(value, 4);
    }
  });

  test('keeps the logits of its outputs for the loss', () => {
    const x = input({ shape: [3] });
    const h = dense({ units: 2 }).apply(x);
    const net = model({ inputs: x, outputs: activation({ activation: 'softmax' }).apply(h) });
    tf.tidy(() => {
      const y = net.apply(tf.ones([1, 3]), { training: true });
      expect(tf.softmax(logitsOf(y, 'softmax')!).dataSync()).toEqual(y.dataSync());
    });
  });

  test('hands tensors among the arguments of a call to the layer', () => {
    class Plus extends Layer {
      override call(inputs: tf.Tensor, { other, factor }: CallArgs): tf.Tensor {
        return tf.add(inputs, tf.mul(other as tf.Tensor, factor as number));
      }
      override computeOutputShape(shape: number[]): number[] {
        return shape;
      }
    }
    const [x, y] = [input({ shape: [2] }), input({ shape: [2] })];
    const net = model({ inputs: [x, y], outputs: new Plus().apply(x, { other: y, factor: 10 }) });
    const sum = net.apply([tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]])]);
    expect([...sum.dataSync()]).toEqual([31, 42]);
  });

  test('lets masks through, into it and out of it', () => {
    class MaskZeros extends Layer {
      override call(inputs: tf.Tensor): tf.Tensor {
        return tf.neg(inputs);
      }
      override computeMask(inputs: Tensors): Masks {
        return tf.notEqual(inputs as tf.Tensor, 0);
      }
    }
    const x = input({ shape: [2] });
    const net = model({
      inputs: x,
      outputs: activation({ activation: 'tanh' }).apply(new MaskZeros().apply(x)),
    });
    const y = input({ shape: [2] });
    const outer = model({
      inputs: y,
      outputs: activation({ activation: 'relu' }).apply(net.apply(y)),
    });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const out = outer.apply(tf.tensor2d([[1, 0]]));
      expect([...getMask(out)!.dataSync()]).toEqual([1, 0]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('adds or drops a last dimension of 1, and converts types', () => {
    const x = input({ shape: [3] });
    const net = model({ inputs: x, outputs: activation({ activation: 'relu' }).apply(x) });
    expect(net.apply(tf.ones([2, 3, 1])).shape).toEqual([2, 3]);
    expect(net.apply(tf.ones([2, 3], 'int32')).dtype).toBe('float32');
  });

  test('reports wrong inputs, naming itself and the shape it expects', () => {
    const x = input({ shape: [784], name: 'pixels' });
    const net = model({ inputs: x, outputs: dense({ units: 2 }).apply(x), name: 'digits' });
    expect(() => net.apply(tf.ones([2, 28, 28]))).toThrow(
      new ShapeError(
        'Layer digits expects its input to have shape (None, 784); received shape (2, 28, 28).',
      ),
    );
    const several = twoInputs();
    expect(() => several.apply([tf.ones([2, 3]), tf.ones([2, 4])])).toThrow(
      `Layer ${several.name} expects its input b to have shape (None, 3); received shape (2, 4).`,
    );
    expect(() => several.apply(tf.ones([2, 3]))).toThrow(
      `Layer ${several.name} expects 2 inputs; received 1.`,
    );
  });

  test('reports graphs that do not connect, names that are taken, and what is not symbolic', () => {
    const [x, y] = [input({ shape: [3], name: 'x' }), input({ shape: [3], name: 'y' })];
    const out = dense({ units: 2, name: 'top' }).apply(y);
    expect(() => model({ inputs: x, outputs: out })).toThrow(
      'The graph is disconnected: the model needs the output of layer y, which cannot be computed from the inputs x.',
    );
    const twice = dense({ units: 2, name: 'top' }).apply(out);
    expect(() => model({ inputs: y, outputs: twice })).toThrow(
      'Two layers of the model are called "top"',
    );
    expect(() => model({ inputs: tf.ones([3]) as never, outputs: out })).toThrow(ValueError);
    expect(() => model({ inputs: y, outputs: [] })).toThrow('`outputs` must be symbolic tensors');
  });

  test('finds layers by name and index', () => {
    const net = twoInputs();
    expect(net.getLayer('a')).toBe(net.layers[0]);
    expect(net.getLayer(-1)).toBe(net.layers.at(-1));
    expect(() => net.getLayer('dens')).toThrow(NotFoundError);
    expect(() => net.getLayer(9)).toThrow(
      `Model ${net.name} has 3 layers; there is none at index 9.`,
    );
  });

  test('infers shapes for other inputs than it was drawn for', () => {
    const x = input({ shape: [null, 3] });
    const net = model({ inputs: x, outputs: dense({ units: 2 }).apply(x) });
    expect(net.outputShape).toEqual([null, null, 2]);
    expect(net.computeOutputShape([4, 5, 3])).toEqual([4, 5, 2]);
  });

  test('is cloned with weights of its own', () => {
    const net = sequential({ layers: [dense({ units: 2, inputShape: [3] })] });
    const copy = cloneModel(net);
    expect(copy.weights.map(({ shape }) => shape)).toEqual(net.weights.map(({ shape }) => shape));
    copy.dispose();
    expect(net.weights.every(({ isDisposed }) => !isDisposed)).toBe(true);
  });
});
