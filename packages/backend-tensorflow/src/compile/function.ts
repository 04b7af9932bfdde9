import type { CompiledFunction } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { TensorFlowBackend } from '../runtime/backend.js';
import { EagerValue } from '../runtime/eager.js';
import type { Value } from '../runtime/executor.js';
import type { GraphExecutor, Source } from '../runtime/graph.js';
import { VariableValue } from '../runtime/variable-value.js';

let made = 0;

/** A function that TensorFlow runs as one call. */
export class TracedFunction implements CompiledFunction {
  private readonly sources: Source[];
  private readonly name: string;
  private readonly count: number;

  /**
   * @param results what the graph computes: `outputs` tensors to return, then the new values of
   *   `variables`
   */
  constructor(
    private readonly backend: TensorFlowBackend,
    graph: GraphExecutor,
    results: readonly Value[],
    private readonly outputs: number,
    private readonly variables: readonly tf.Variable[],
  ) {
    this.name = `ibex_function_${made++}`;
    this.count = results.length;
    graph.define(this.name, results);
    this.sources = graph.sources.map((source) =>
      source instanceof EagerValue ? backend.eager.share(source) : source,
    );
  }

  run(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const { backend } = this;
    const values = this.sources.map((source) => this.valueOf(source, inputs));
    const results = backend.eager
      .run(this.name, values, {}, this.count)
      .map((value) => tf.engine().makeTensorFromTensorInfo(backend.hold(value), backend));
    this.variables.forEach((variable, i) => {
      const value = results[this.outputs + i]!;
      variable.assign(value);
      value.dispose();
    });
    return results.slice(0, this.outputs);
  }

  private valueOf(source: Source, inputs: readonly tf.Tensor[]): Value {
    if (source instanceof EagerValue) return source;
    if (source instanceof VariableValue) return this.backend.valueFor(source.variable);
    return this.backend.valueFor(inputs[source]!);
  }

  dispose(): void {
    const { context, library, status } = this.backend.runtime;
    library.api.TFE_ContextRemoveFunction(context, this.name, status.pointer);
    for (const source of this.sources) {
      if (source instanceof EagerValue) this.backend.eager.release(source);
    }
  }
}
