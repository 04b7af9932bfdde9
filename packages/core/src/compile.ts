import * as tf from '@tensorflow/tfjs-core';

/** A function of tensors that a backend runs as one call. */
export interface CompiledFunction {
  /**
   * Runs it. Variables that the function assigns have their new values afterwards.
   *
   * @param inputs of the shapes and types that it was compiled for; they stay the caller's
   * @returns what the function returned, as new tensors
   */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[];
  dispose(): void;
}

/**
 * What a backend offers that can run a whole step as one call: see `registerFunctionCompiler`.
 *
 * `compile` runs `body` once, on stand-ins for its inputs and for all variables, to learn what it
 * computes. Body must be a function of its inputs and of variables alone: a number that it makes in
 * JavaScript is the same in every later run.
 */
export interface FunctionCompiler {
  /** @throws IbexError with the reason when the function cannot be compiled; nothing is changed */
  compile(
    body: (inputs: tf.Tensor[]) => tf.Tensor[],
    examples: readonly tf.Tensor[],
  ): CompiledFunction;
}

const compilers = new Map<string, FunctionCompiler>();

/** Tells that tfjs' backend of that name can compile functions; undefined: that it cannot. */
export function registerFunctionCompiler(
  backendName: string,
  compiler: FunctionCompiler | undefined,
): void {
  if (compiler) compilers.set(backendName, compiler);
  else compilers.delete(backendName);
}

/** The compiler of the backend in use; undefined where it has none. */
export function functionCompiler(): FunctionCompiler | undefined {
  return compilers.get(tf.getBackend());
}
