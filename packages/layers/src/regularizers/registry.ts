import { Registry, type SerializedObject } from '@ibexjs/core';

import { resolve, serializeObject, type Identifier } from '../identifiers.js';
import { L1, L1L2, L2 } from './l1-l2.js';
import { OrthogonalRegularizer } from './orthogonal.js';
import type { Regularizer } from './regularizer.js';

/** How an option may name a regularizer. */
export type RegularizerIdentifier = Identifier<Regularizer>;

/** Regularizers by name; `register` adds one's own. */
export const regularizerRegistry = new Registry<Regularizer>('regularizer');

regularizerRegistry.register(L1, 'l1');
regularizerRegistry.register(L2, 'l2');
regularizerRegistry.register(L1L2, 'l1_l2', 'l1l2', 'l1L2');
regularizerRegistry.register(
  OrthogonalRegularizer,
  'orthogonal_regularizer',
  'orthogonalRegularizer',
);

const builtIn: ReadonlySet<object> = new Set([L1, L2, L1L2, OrthogonalRegularizer]);

/**
 * The regularizer that an option names: itself, its name (`'l2'`), or its serialized form.
 * Null where there is none.
 *
 * @throws NotFoundError for an unknown name
 */
export function getRegularizer(identifier: RegularizerIdentifier): Regularizer | null {
  return resolve(regularizerRegistry, identifier, (value) => 'apply' in value);
}

/** Keras' own form of a regularizer. */
export function serializeRegularizer(regularizer: Regularizer | null): SerializedObject | null {
  return regularizer && serializeObject('keras.regularizers', regularizer, builtIn);
}
