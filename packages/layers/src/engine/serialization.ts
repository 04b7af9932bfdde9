import {
  Registry,
  ValueError,
  classNameOf,
  type SerializableClass,
  type SerializedObject,
} from '@ibexjs/core';

import type { Layer } from './layer.js';

/** A layer as Keras writes it in a config. */
export interface SerializedLayer extends SerializedObject {
  /** Beside the config's own name, in functional models. */
  name?: string;
  inbound_nodes?: unknown[];
}

/** Every layer class that a config may name. Each layer's file registers its own. */
export const layerRegistry = new Registry<Layer>('layer');

/** Arithmetic in graphs: Keras has its own `Add` beside the layer of that name. */
export const operationRegistry = new Registry<Layer>('operation');

/** Package names of classes that are not Keras' own. */
const customPackages = new Map<object, string>();
/** Python modules of classes that are not in `keras.layers`. */
const modules = new Map<object, string>();

/** Makes a layer class of Ibex loadable. @param module where Keras has it */
export function registerBuiltInLayer<C extends SerializableClass<Layer>>(
  layerClass: C,
  module = 'keras.layers',
  ...aliases: string[]
): C {
  modules.set(layerClass, module);
  return layerRegistry.register(layerClass, ...aliases);
}

/** Makes an operation of graphs loadable. */
export function registerOperation<C extends SerializableClass<Layer>>(
  operationClass: C,
  ...aliases: string[]
): C {
  modules.set(operationClass, 'keras.src.ops.numpy');
  return operationRegistry.register(operationClass, ...aliases);
}

/** Whether a config describes an operation of a graph, and not a layer. */
export function isOperationConfig({ module }: SerializedObject): boolean {
  return /^keras\.(src\.)?ops\b/.test(module ?? '');
}

/**
 * Makes a layer or model class of your own loadable: `loadModel` finds it by its `className`.
 * Keras finds its own class of the same name when that is registered under the same package.
 *
 * @param packageName Default: `Custom`, as in Keras
 */
export function registerLayer<C extends SerializableClass<Layer>>(
  layerClass: C,
  packageName = 'Custom',
): C {
  customPackages.set(layerClass, packageName);
  return layerRegistry.register(layerClass);
}

/** A layer in Keras 3's form, from which `deserializeLayer` and Keras make it again. */
export function serializeLayer(layer: Layer): SerializedLayer {
  const layerClass = layer.constructor;
  const className = classNameOf(layerClass);
  const module = modules.get(layerClass);
  const buildConfig = layer.getBuildConfig();
  return {
    ...(module && { module }),
    class_name: className,
    config: layer.getConfig(),
    registered_name: module ? null : `${customPackages.get(layerClass) ?? 'Custom'}>${className}`,
    ...(buildConfig && { build_config: buildConfig }),
  };
}

/**
 * Makes a layer from its serialized form: Keras 3's, Keras 2's or tfjs-layers'.
 *
 * @throws NotFoundError for an unknown class, with the nearest known name
 */
export function deserializeLayer(serialized: SerializedObject): Layer {
  if (
    typeof serialized !== 'object' ||
    serialized === null ||
    typeof serialized.class_name !== 'string'
  ) {
    throw new ValueError(
      `A serialized layer needs a "class_name"; received ${JSON.stringify(serialized)}.`,
    );
  }
  const registry =
    isOperationConfig(serialized) && operationRegistry.has(serialized.class_name)
      ? operationRegistry
      : layerRegistry;
  return registry.deserialize(serialized);
}
