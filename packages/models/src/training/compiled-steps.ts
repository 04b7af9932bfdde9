import * as tf from '@tensorflow/tfjs-core';
import { functionCompiler, type CompiledFunction, type Variable } from '@ibexjs/core';

/** Tensors by any names. */
export type NamedTensors = Record<string, tf.Tensor>;

/** One step for inputs of certain shapes. */
interface Entry {
  /** What it was compiled for: a step that trains other weights is another step. */
  readonly weights: readonly Variable[];
  readonly backend: string;
  /** null: this step cannot be compiled. */
  readonly compiled: CompiledFunction | null;
  readonly names: readonly string[];
}

/** A step that was seen once, and ran op by op: it made whatever only a first run makes. */
const SEEN = 'seen';

/** Steps of many shapes (sentences of every length) would fill the memory. */
const MOST_STEPS = 64;

/**
 * The steps of a model that the backend runs as one call. The first step with inputs of some shapes
 * runs op by op; from the second on they are compiled, where the backend can.
 */
export class CompiledSteps {
  private readonly entries = new Map<string, Entry | typeof SEEN>();
  private readonly warned = new Set<string>();

  /** @param isEager whether steps never run as one call */
  constructor(private readonly isEager = false) {}

  /**
   * Runs a step.
   *
   * @param what its name, and everything besides shapes that makes it another step
   * @param inputs the tensors it works on, by names
   * @param weights those that it trains
   * @param step computes; of its inputs and of variables alone
   * @returns what the step returned; the caller's to dispose
   */
  run(
    what: string,
    inputs: NamedTensors,
    weights: readonly Variable[],
    step: (inputs: NamedTensors) => NamedTensors,
  ): NamedTensors {
    const compiler = this.isEager ? undefined : functionCompiler();
    if (!compiler) return tf.tidy(() => step(inputs));
    const key = `${what} ${signature(inputs)}`;
    const entry = this.current(key, weights);
    if (entry === undefined) {
      const results = tf.tidy(() => step(inputs));
      this.remember(key, SEEN);
      return results;
    }
    const known = entry === SEEN ? this.compile(key, what, inputs, weights, step) : entry;
    if (known.compiled === null) return tf.tidy(() => step(inputs));
    const results = known.compiled.run(Object.values(inputs));
    return Object.fromEntries(known.names.map((name, i) => [name, results[i]!]));
  }

  private compile(
    key: string,
    what: string,
    inputs: NamedTensors,
    weights: readonly Variable[],
    step: (inputs: NamedTensors) => NamedTensors,
  ): Entry {
    const inputNames = Object.keys(inputs);
    let names: string[] = [];
    let compiled: CompiledFunction | null = null;
    try {
      compiled = functionCompiler()!.compile((tensors) => {
        const named = Object.fromEntries(inputNames.map((name, i) => [name, tensors[i]!]));
        const results = step(named);
        names = Object.keys(results);
        return Object.values(results);
      }, Object.values(inputs));
    } catch (error) {
      this.warn(what, (error as Error).message);
    }
    const entry = { weights: [...weights], backend: tf.getBackend(), compiled, names };
    this.remember(key, entry);
    return entry;
  }

  /** The entry of a key, unless it was made for other weights or another backend. */
  private current(key: string, weights: readonly Variable[]): Entry | typeof SEEN | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || entry === SEEN) return entry;
    const isSame =
      entry.backend === tf.getBackend() &&
      entry.weights.length === weights.length &&
      entry.weights.every((weight, i) => weight === weights[i]);
    if (isSame) return entry;
    this.forget(key);
    return undefined;
  }

  private remember(key: string, entry: Entry | typeof SEEN): void {
    this.forget(key);
    this.entries.set(key, entry);
    if (this.entries.size > MOST_STEPS) this.forget(this.entries.keys().next().value!);
  }

  private forget(key: string): void {
    const entry = this.entries.get(key);
    if (entry !== undefined && entry !== SEEN) entry.compiled?.dispose();
    this.entries.delete(key);
  }

  private warn(what: string, reason: string): void {
    const line = `Ibex: ${what.split(' ')[0]} runs op by op, not as one call: ${reason}`;
    if (this.warned.has(line)) return;
    this.warned.add(line);
    console.warn(line);
  }

  dispose(): void {
    for (const key of [...this.entries.keys()]) this.forget(key);
  }
}

function signature(inputs: NamedTensors): string {
  return Object.entries(inputs)
    .map(([name, { shape, dtype }]) => `${name}:${dtype}[${shape.join()}]`)
    .join(' ');
}
