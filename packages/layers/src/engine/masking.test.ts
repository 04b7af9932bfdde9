import { useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { Layer } from './layer.js';
import { getMask } from './masking.js';
import type { CallArgs, Masks, Tensors } from './types.js';

/** Masks what is 0. */
class MaskZeros extends Layer {
  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.mul(inputs, 2);
  }

  override computeMask(inputs: Tensors): Masks {
    return tf.notEqual(inputs as tf.Tensor, 0);
  }
}

/** Lets masks pass, or not. */
class Negative extends Layer {
  seen: Masks | undefined;

  constructor(passes: boolean) {
    super();
    this.supportsMasking = passes;
  }

  override call(inputs: tf.Tensor, { mask }: CallArgs): tf.Tensor {
    this.seen = mask;
    return tf.neg(inputs);
  }
}

beforeAll(() => useTestBackend('cpu'));

describe('masks', () => {
  test('travel through layers that support them, and end at others', () => {
    tf.tidy(() => {
      const masked = new MaskZeros().apply(tf.tensor2d([[1, 0]]));
      const mask = getMask(masked)!;
      expect([...mask.dataSync()]).toEqual([1, 0]);
      const [passing, ending] = [new Negative(true), new Negative(false)];
      const passed = passing.apply(masked);
      expect(passing.seen).toBe(mask);
      expect(getMask(passed)).toBe(mask);
      const ended = ending.apply(passed);
      expect(ending.seen).toBe(mask);
      expect(getMask(ended)).toBeNull();
    });
  });

  test('may be given in the call', () => {
    tf.tidy(() => {
      const mask = tf.tensor2d([[1, 0]], [1, 2], 'bool');
      const layer = new Negative(true);
      expect(getMask(layer.apply(tf.ones([1, 2]), { mask }))).toBe(mask);
      expect(layer.seen).toBe(mask);
    });
  });

  test('leave no tensor behind, within a tidy or without', () => {
    const x = tf.tensor2d([[1, 0]]);
    const layer = new MaskZeros();
    const before = tf.memory().numTensors;
    const y = layer.apply(x);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(getMask(y)).toBeNull();
    y.dispose();
    tf.tidy(() => void new Negative(true).apply(layer.apply(x)));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('cross the layers of a layer', () => {
    const inner = new Negative(true);
    const outer = new (class extends Layer {
      readonly first = new MaskZeros();
      override call(inputs: tf.Tensor): tf.Tensor {
        return inner.apply(this.first.apply(inputs));
      }
    })();
    tf.tidy(() => {
      const y = outer.apply(tf.tensor2d([[1, 0]]));
      expect([...getMask(y)!.dataSync()]).toEqual([1, 0]);
    });
  });
});
