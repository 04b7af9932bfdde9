import { Variable, type VariableConstraint } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

/** What an optimizer can train: Ibex's variables, and tfjs' own. */
export type OptimizerVariable = Variable | tf.Variable;

/** One variable in training, of either kind, with its place among the others. */
export class Target {
  readonly val: tf.Variable;
  /** Full name: `dense/kernel`. */
  readonly path: string;
  readonly constraint: VariableConstraint | null;

  constructor(
    variable: OptimizerVariable,
    readonly index: number,
  ) {
    const ours = variable instanceof Variable;
    this.val = ours ? variable.val : variable;
    this.path = ours ? variable.path : variable.name;
    this.constraint = ours ? variable.constraint : null;
  }

  get shape(): number[] {
    return this.val.shape;
  }
}

/** The tfjs variable that holds the value: what identifies a variable of either kind. */
export function valueOf(variable: OptimizerVariable): tf.Variable {
  return variable instanceof Variable ? variable.val : variable;
}
