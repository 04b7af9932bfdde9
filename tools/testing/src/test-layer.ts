import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { testBackends, useTestBackend } from './backends.js';
import { ConformanceReport } from './conformance/report.js';
import { goldenFactor, goldenInput, goldenWeight, type GoldenCase } from './test-layer-fixture.js';
import type { TestedLayer, TestedLayerClass, TestedVariable } from './test-layer-types.js';

export interface TestLayerOptions {
  layer: TestedLayerClass;
  /** Cases of `packages/layers/fixtures/layers/NAME.json`, read with `readFixture`. */
  fixture: GoldenCase[];
  /** Largest difference of outputs, relative to values above 1. Default: 1e-5. */
  forwardTolerance?: number;
  /** Largest difference of gradients, relative to values above 1. Default: 1e-4. */
  gradientTolerance?: number;
}

/** Keys of Keras' configs that Ibex does not write, because it has but one way of doing the thing. */
const KERAS_ONLY = new Set([
  'build_config',
  'autocast',
  'implementation',
  'lora_alpha',
  'lora_rank',
  'quantization_config',
  'synchronized',
  'renorm',
  'renorm_clipping',
  'renorm_momentum',
  'seed_generator',
  'activity_regularizer',
  'registered_name',
]);

/**
 * Declares the tests that every layer must pass, for every case of its golden fixture on every
 * backend: config, weights, shapes, values and gradients as in Keras; masks; any batch size; a
 * training step that lowers the loss; no tensor left behind.
 */
export function testLayer(options: TestLayerOptions): void {
  const { layer: layerClass, fixture, forwardTolerance = 1e-5, gradientTolerance = 1e-4 } = options;

  describe.each([...testBackends])(`${layerClass.className} on %s`, (backend) => {
    const report = new ConformanceReport(backend, `layer ${layerClass.className}`);
    beforeAll(() => useTestBackend(backend));
    afterAll(() => report.write());

    describe.each(fixture.map((golden): [string, GoldenCase] => [golden.name, golden]))(
      '%s',
      (_name, golden) => {
        const expectAllClose = async (what: string, ...given: Compared) => {
          const difference = await largestDifference(...given);
          const [, , tolerance] = given;
          report.add(`${layerClass.className} ${golden.name}: ${what}`, difference, tolerance);
          expect(difference).toBeLessThanOrEqual(tolerance);
        };
        let numTensors: number;
        let layer: TestedLayer;
        let inputs: tf.Tensor[];

        beforeEach(() => {
          numTensors = tf.memory().numTensors;
          layer = layerClass.fromConfig(golden.config);
          inputs = golden.inputs.map(goldenInput);
          if (!layer.built) layer.build(shapesOf(tensorsOf(golden, inputs)) as never);
          tf.tidy(() =>
            golden.weights.forEach((w, i) => weight(layer, i).assign(goldenWeight(w, i))),
          );
        });

        afterEach(() => {
          layer.dispose();
          tf.dispose(inputs);
          expect(tf.memory().numTensors).toBe(numTensors);
        });

        test('config and weights equal Keras', () => {
          const config = layer.getConfig();
          expect(plain(config)).toMatchObject(plain(golden.config) as object);
          const again = layerClass.fromConfig(config);
          expect(plain(again.getConfig())).toEqual(plain(config));
          again.dispose();
          expect(layer.weights.map(describeWeight)).toEqual(golden.weights.map(describeWeight));
        });

        test('shapes, values and updates equal Keras', async () => {
          const outputs = run(layer, golden, inputs);
          expect(outputs.map((t) => t.shape)).toEqual(golden.outputs.map((o) => o.shape));
          await expectAllClose(
            'outputs',
            outputs,
            golden.outputs.map((o) => o.values),
            forwardTolerance,
          );
          const shapes = shapesOf(tensorsOf(golden, inputs));
          const given = golden.outputs.map((o) => o.shape);
          const computed = layer.computeOutputShape(shapes as never);
          expect(Array.isArray(computed[0]) ? computed : [computed]).toEqual(given);
          const updated = layer.weights.filter((w) => !w.trainable);
          await expectAllClose(
            'updated weights',
            updated.map((w) => w.val),
            golden.updated,
            forwardTolerance,
          );
          tf.dispose(outputs);
        });

        test('gradients equal Keras', async () => {
          const floats = inputs.filter((t) => t.dtype === 'float32');
          const variables = floats.map((t) => tf.variable(t));
          const fed = inputs.map((t) => variables[floats.indexOf(t)] ?? t);
          const trainable = layer.weights.filter((w) => w.trainable);
          const watched = [...variables, ...trainable.map((w) => w.val)];
          if (watched.length > 0) {
            const { value, grads } = tf.variableGrads(() => {
              const terms = run(layer, golden, fed).map((y, i) =>
                tf.sum(tf.mul(y, goldenFactor(y.shape, i))),
              );
              // a weight that the loss does not depend on has the gradient 0, here as in Keras
              const none = watched.map((v) => tf.mul(tf.sum(v), 0));
              return tf.addN([...terms, ...none]) as tf.Scalar;
            }, watched);
            const expected = [...golden.inputGradients, ...golden.weightGradients];
            await expectAllClose(
              'gradients',
              watched.map((v) => grads[v.name]!),
              expected,
              gradientTolerance,
            );
            tf.dispose([value, grads]);
          }
          tf.dispose(variables);
        });

        if (golden.outputMask !== null) {
          test('output mask equals Keras', async () => {
            let list: (tf.Tensor | null)[] = [null];
            tf.tidy(() => {
              const mask = tf.tensor(golden.mask as number[][], undefined, 'bool');
              const given = one(tensorsOf(golden, inputs)) as never;
              if (layer.supportsMasking) list = [layer.computeMask(given, mask as never)].flat();
              return list.filter((m) => m !== null);
            });
            const masks = list.map(async (m) => m && Array.from(await m.data(), Boolean));
            expect(await Promise.all(masks)).toEqual(golden.outputMask);
            tf.dispose(list.filter((m) => m !== null));
          });
        }

        if (golden.batchwise) {
          test('works for any batch size', async () => {
            const unknown = tensorsOf(golden, inputs).map((t) => [null, ...t.shape.slice(1)]);
            const computed = layer.computeOutputShape(one(unknown) as never);
            const shapes = golden.outputs.map((o) => [null, ...o.shape.slice(1)]);
            expect(Array.isArray(computed[0]) ? computed : [computed]).toEqual(shapes);
            const outputs = tf.tidy(() => {
              const first = inputs.map((t) => tf.slice(t, 0, 1));
              return run(layer, { ...golden, mask: firstOf(golden.mask) }, first);
            });
            await expectAllClose(
              'first sample',
              outputs,
              golden.outputs.map((o) => o.values.slice(0, o.values.length / o.shape[0]!)),
              forwardTolerance,
            );
            tf.dispose(outputs);
          });
        }

        if (golden.weights.some((w) => w.trainable)) {
          test('a training step lowers the loss', async () => {
            const losses = tf.tidy(() => {
              const loss = () =>
                tf.addN<tf.Scalar>(
                  run(layer, golden, inputs).map((y, i) =>
                    tf.sum(tf.square(tf.sub(y, goldenFactor(y.shape, i)))),
                  ),
                );
              const variables = layer.weights.filter((w) => w.trainable).map((w) => w.val);
              const { value, grads } = tf.variableGrads(loss, variables);
              const squares = Object.values(grads).map((g) => tf.sum(tf.square(g)));
              const norm = tf.sqrt(tf.addN(squares));
              const rate = tf.div(1e-2, tf.maximum(norm, 1e-3));
              for (const v of variables) v.assign(tf.sub(v, tf.mul(grads[v.name]!, rate)));
              return [value, loss()];
            });
            const [before, after] = await Promise.all(losses.map((loss) => loss.data()));
            expect(after![0]).toBeLessThan(before![0]!);
            tf.dispose(losses);
          });
        }
      },
    );
  });
}

function weight(layer: TestedLayer, index: number): TestedVariable {
  const found = layer.weights[index];
  if (!found) throw new Error(`the layer has only ${layer.weights.length} weights`);
  return found;
}

/** Inputs without the initial states. */
function tensorsOf(golden: GoldenCase, inputs: tf.Tensor[]): tf.Tensor[] {
  return golden.states > 0 ? inputs.slice(0, -golden.states) : inputs;
}

/** A list of one stands for its only item. */
function one<T>(list: T[]): T | T[] {
  return list.length === 1 ? list[0]! : list;
}

function shapesOf(tensors: tf.Tensor[]): number[] | number[][] {
  return one(tensors.map((t) => t.shape));
}

/** Calls the layer as the fixture did; checks that nothing but the outputs is left. */
function run(layer: TestedLayer, golden: GoldenCase, inputs: tf.Tensor[]): tf.Tensor[] {
  const mask =
    golden.mask === null ? null : tf.tensor(golden.mask as number[][], undefined, 'bool');
  const states = golden.states > 0 ? inputs.slice(-golden.states) : undefined;
  const before = tf.memory().numTensors;
  const outputs = layer.apply(one(tensorsOf(golden, inputs)) as never, {
    ...camelCaseKeys(golden.arguments ?? {}),
    ...(golden.training !== null && { training: golden.training }),
    ...(mask && { mask }),
    ...(states && { initialState: states }),
  });
  const list = Array.isArray(outputs) ? outputs : [outputs];
  // inside a tidy (a gradient) masks live on beside the outputs
  if (tf.engine().state.scopeStack.length === 0) {
    expect(tf.memory().numTensors).toBe(before + list.length);
    mask?.dispose();
  }
  return list;
}

function camelCaseKeys(values: Record<string, unknown>): Record<string, unknown> {
  const camelCase = (key: string) =>
    key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [camelCase(key), value]));
}

function firstOf(mask: unknown): unknown {
  return Array.isArray(mask) ? mask.slice(0, 1) : mask;
}

type Compared = [actual: tf.Tensor[], expected: number[][], tolerance: number];

/** The largest difference of all numbers, relative to the largest value above 1 of a tensor. */
async function largestDifference(...[actual, expected]: Compared): Promise<number> {
  const values = await Promise.all(actual.map((t) => t.data()));
  return Math.max(0, ...expected.map((e, i) => difference(values[i]!, e)));
}

function difference(values: ArrayLike<number>, expected: number[]): number {
  expect(values).toHaveLength(expected.length);
  const scale = expected.reduce((max, v) => Math.max(max, Math.abs(v)), 1);
  let worst = 0;
  // a NaN on our side is a difference, too
  expected.forEach((v, i) => {
    const apart = Math.abs(values[i]! - v);
    worst = apart <= worst ? worst : apart;
  });
  return worst / scale;
}

/** Path without the numbers that automatic names get. */
function describeWeight(w: { path: string; shape: number[]; trainable: boolean }): object {
  return { path: w.path.replace(/_\d+(?=\/|$)/g, ''), shape: w.shape, trainable: w.trainable };
}

/** A config without what only one side writes: modules, layers' automatic numbers, Keras' own keys. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'number') return Number(value.toPrecision(7));
  if (typeof value !== 'object' || value === null) return value;
  // Keras writes a dtype policy in full or by its name alone
  if ('class_name' in value && value.class_name === 'DTypePolicy' && 'config' in value) {
    return plain((value.config as { name: string }).name);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !KERAS_ONLY.has(key) && item !== undefined)
      .map(([key, item]) => [
        key,
        key === 'name' && typeof item === 'string' ? item.replace(/_\d+$/, '') : plain(item),
      ]),
  );
}
