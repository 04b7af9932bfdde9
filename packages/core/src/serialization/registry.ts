import { NotFoundError, ValueError } from '../errors.js';
import { nearest } from '../options.js';

/** What a registered thing looks like in a file: Keras' own form. */
export interface SerializedObject {
  class_name: string;
  config: Record<string, unknown>;
  /** Python module of Keras, written so that Keras can load it; ignored when read. */
  module?: string;
  registered_name?: string | null;
  build_config?: Record<string, unknown>;
  compile_config?: Record<string, unknown>;
}

/** A class that can be stored by its name and config. */
export interface Serializable {
  getConfig(): Record<string, unknown>;
}

export interface SerializableClass<T extends Serializable = Serializable> {
  new (...args: never[]): T;
  /** Name in files, when it is not the class's own (bundlers rename classes). */
  className?: string;
  fromConfig?(config: Record<string, unknown>): T;
}

/** Name of a class in files: its static `className`, else its JavaScript name. */
export function classNameOf(constructor: { className?: string; name: string }): string {
  return constructor.className ?? constructor.name;
}

/**
 * Classes of one kind (layers, losses, optimizers …) by their Keras names. Each package makes its
 * own and registers what it has; users add theirs with `register`.
 */
export class Registry<T extends Serializable> {
  private readonly entries = new Map<string, SerializableClass<T>>();

  private readonly custom = new Set<object>();

  /**
   * @param kind for messages: `layer`, `initializer`
   * @param module where Keras has the built-in ones, so that it loads what `serialize` writes
   */
  constructor(
    readonly kind: string,
    private readonly module?: string,
  ) {}

  /** Makes a class loadable by name. @param aliases further names: `glorotUniform`, `glorot_uniform` */
  register<C extends SerializableClass<T>>(constructor: C, ...aliases: string[]): C {
    for (const name of [classNameOf(constructor), ...aliases]) {
      const present = this.entries.get(name);
      if (present && present !== constructor) {
        throw new ValueError(`A ${this.kind} called "${name}" is registered already.`);
      }
      this.entries.set(name, constructor);
    }
    return constructor;
  }

  /** As `register`, for a class that is not Keras' own: files say so. */
  registerCustom<C extends SerializableClass<T>>(constructor: C, ...aliases: string[]): C {
    this.custom.add(constructor);
    return this.register(constructor, ...aliases);
  }

  has(name: string): boolean {
    return this.entries.has(bareName(name));
  }

  names(): string[] {
    return [...this.entries.keys()];
  }

  /** @throws NotFoundError with the nearest registered name */
  lookup(name: string): SerializableClass<T> {
    const found = this.entries.get(name) ?? this.entries.get(bareName(name));
    if (found) return found;
    const near = nearest(bareName(name), this.entries.keys());
    throw new NotFoundError(
      `Unknown ${this.kind} "${name}".` +
        (near ? ` Did you mean "${near}"?` : '') +
        ` One of your own must be registered before it is loaded.`,
    );
  }

  serialize(object: T): SerializedObject {
    const name = classNameOf(object.constructor);
    const serialized = { class_name: name, config: object.getConfig() };
    if (this.custom.has(object.constructor)) {
      return { ...serialized, registered_name: `Custom>${name}` };
    }
    if (this.module === undefined) return serialized;
    return { module: this.module, ...serialized, registered_name: null };
  }

  /** Makes the object that `serialize` (or Keras) described. */
  deserialize(serialized: SerializedObject): T {
    if (
      typeof serialized !== 'object' ||
      serialized === null ||
      typeof serialized.class_name !== 'string'
    ) {
      throw new ValueError(
        `A serialized ${this.kind} needs a "class_name"; received ${JSON.stringify(serialized)}.`,
      );
    }
    const constructor = this.lookup(serialized.class_name);
    const config = serialized.config ?? {};
    if (constructor.fromConfig) return constructor.fromConfig(config);
    return new (constructor as unknown as new (config: object) => T)(config);
  }
}

/** `Package>Name` (Keras' form for custom objects) → `Name`. */
function bareName(name: string): string {
  return name.slice(name.lastIndexOf('>') + 1);
}
