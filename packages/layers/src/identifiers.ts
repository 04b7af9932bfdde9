import {
  classNameOf,
  toCamelCase,
  ValueError,
  type Registry,
  type Serializable,
  type SerializedObject,
} from '@ibexjs/core';

/** How an initializer, regularizer or constraint may be named in an option. */
export type Identifier<T> = T | string | SerializedObject | null | undefined;

/**
 * The object that an option names: itself, its registered name (`'l2'`, `'glorotUniform'`,
 * `'glorot_uniform'`), or its serialized form. Null where there is none.
 *
 * @throws NotFoundError for a name that nobody registered
 * @throws ValueError for what is none of these
 */
export function resolve<T extends Serializable>(
  registry: Registry<T>,
  identifier: Identifier<T>,
  isObject: (value: object) => boolean,
): T | null {
  if (identifier === null || identifier === undefined) return null;
  if (typeof identifier === 'string') {
    return registry.deserialize({ class_name: identifier, config: {} });
  }
  if (typeof identifier === 'object') {
    if (isObject(identifier)) return identifier as T;
    if ('class_name' in identifier) return registry.deserialize(identifier);
  }
  throw new ValueError(
    `A ${registry.kind} must be an object with a method \`apply\`, a name or a serialized form; ` +
      `received ${typeof identifier === 'object' ? JSON.stringify(identifier) : String(identifier)}.`,
  );
}

/** A Keras config (`kernel_size`) as the options of a constructor (`kernelSize`). */
export function camelCaseKeys(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [toCamelCase(key), value]),
  );
}

/** Keras' own form of an object; `module` is the Python module that its built-in classes live in. */
export function serializeObject(
  module: string,
  object: Serializable,
  builtIn: ReadonlySet<object>,
): SerializedObject {
  const className = classNameOf(object.constructor);
  const config = object.getConfig();
  if (!builtIn.has(object.constructor)) {
    return { class_name: className, config, registered_name: className };
  }
  return { module, class_name: className, config, registered_name: null };
}
