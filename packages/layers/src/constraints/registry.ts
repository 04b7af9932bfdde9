import { Registry, toCamelCase, toSnakeCase, type SerializedObject } from '@ibexjs/core';

import { resolve, serializeObject, type Identifier } from '../identifiers.js';
import type { Constraint } from './constraint.js';
import { NonNeg } from './non-neg.js';
import { MaxNorm, MinMaxNorm, UnitNorm } from './norms.js';

/** How an option may name a constraint. */
export type ConstraintIdentifier = Identifier<Constraint>;

/** Constraints by name; `register` adds one's own. */
export const constraintRegistry = new Registry<Constraint>('constraint');

const classes = [MaxNorm, MinMaxNorm, NonNeg, UnitNorm];

for (const constraint of classes) {
  const snake = toSnakeCase(constraint.className);
  constraintRegistry.register(constraint, snake, toCamelCase(snake));
}

const builtIn: ReadonlySet<object> = new Set(classes);

/**
 * The constraint that an option names: itself, its name (`'nonNeg'`, `'non_neg'`), or its
 * serialized form. Null where there is none.
 *
 * @throws NotFoundError for an unknown name
 */
export function getConstraint(identifier: ConstraintIdentifier): Constraint | null {
  return resolve(constraintRegistry, identifier, (value) => 'apply' in value);
}

/** Keras' own form of a constraint. */
export function serializeConstraint(constraint: Constraint | null): SerializedObject | null {
  return constraint && serializeObject('keras.constraints', constraint, builtIn);
}
