import type { CompiledFunction, FunctionCompiler } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { TraceError } from '../errors.js';
import type { TensorFlowBackend } from '../runtime/backend.js';
import { GraphExecutor } from '../runtime/graph.js';
import { TracedFunction } from './function.js';
import { VariableValue } from '../runtime/variable-value.js';
import { withoutDrawing } from './side-effects.js';

/** Makes TensorFlow functions of functions of tensors: core's FunctionCompiler. */
export class TensorFlowCompiler implements FunctionCompiler {
  constructor(private readonly backend: TensorFlowBackend) {}

  compile(
    body: (inputs: tf.Tensor[]) => tf.Tensor[],
    examples: readonly tf.Tensor[],
  ): CompiledFunction {
    const { backend } = this;
    const graph = new GraphExecutor(backend.eager);
    const engine = tf.engine();
    engine.startScope('compile');
    const standIns = standInForVariables(backend);
    try {
      return backend.tracing(graph, () => {
        const inputs = examples.map(({ shape, dtype }, i) =>
          tensorOf(backend, graph.parameter(i, shape, dtype)),
        );
        const outputs = withoutDrawing(() => body(inputs));
        checkVariables(backend, standIns);
        const assigned = standIns.filter((standIn) => standIn.isAssigned);
        const results = [...outputs, ...assigned.map(({ variable }) => variable)];
        return new TracedFunction(
          backend,
          graph,
          results.map((tensor) => backend.valueFor(tensor)),
          outputs.length,
          assigned.map(({ variable }) => variable),
        );
      });
    } catch (error) {
      throw error instanceof TraceError ? error : asTraceError(error);
    } finally {
      graph.dispose();
      for (const standIn of standIns) standIn.restore();
      engine.endScope();
    }
  }
}

/** @throws TraceError when the body used a variable that was not here when it began */
function checkVariables(backend: TensorFlowBackend, standIns: readonly StandIn[]): void {
  const known = new Set(standIns.map(({ variable }) => variable));
  const late = Object.values(tf.engine().registeredVariables).find(
    (variable) => backend.holds(variable) && !known.has(variable),
  );
  if (late) throw new TraceError(`it makes the variable ${late.name}, or moves it here`);
}

function asTraceError(error: unknown): TraceError {
  const message = error instanceof Error ? error.message : String(error);
  return new TraceError(message.split('\n')[0]!, { cause: error });
}

/** A tensor of tfjs on a value; lives in the current scope. */
function tensorOf(
  backend: TensorFlowBackend,
  value: Parameters<TensorFlowBackend['hold']>[0],
): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(backend.hold(value), backend);
}

/** A variable whose value is symbolic while a function is compiled. */
class StandIn {
  private readonly original: tf.Tensor;
  private readonly symbol: object;

  constructor(
    backend: TensorFlowBackend,
    readonly variable: tf.Variable,
  ) {
    this.original = tf.keep(tf.clone(variable));
    const value = tensorOf(backend, new VariableValue(variable));
    variable.assign(value);
    this.symbol = variable.dataId;
    value.dispose();
  }

  get isAssigned(): boolean {
    return this.variable.dataId !== this.symbol;
  }

  restore(): void {
    if (!this.variable.isDisposed) this.variable.assign(this.original);
    this.original.dispose();
  }
}

/** Every variable becomes a symbol of its own, also where two share their data at the moment. */
function standInForVariables(backend: TensorFlowBackend): StandIn[] {
  return Object.values(tf.engine().registeredVariables)
    .filter((variable) => backend.holds(variable))
    .map((variable) => new StandIn(backend, variable));
}
