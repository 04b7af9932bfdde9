import type { DataType } from '@tensorflow/tfjs-core';
import { ValueError } from '@ibexjs/core';

/** Keras' DTypePolicy as it stands in configs. */
export interface DTypePolicyConfig {
  class_name: 'DTypePolicy';
  config: { name: string };
  module?: string;
  registered_name?: string | null;
}

const KNOWN: readonly DataType[] = ['float32', 'int32', 'bool', 'string', 'complex64'];
/** Types of Keras that Ibex holds in a wider one. */
const WIDENED: Readonly<Record<string, DataType>> = {
  int8: 'int32',
  int16: 'int32',
  int64: 'int32',
  uint8: 'int32',
  uint16: 'int32',
  uint32: 'int32',
};

/** The tensor type that a `dtype` option or a Keras policy means. Default: float32. */
export function parseDType(
  where: string,
  dtype: DTypePolicyConfig | string | null | undefined,
): DataType {
  if (dtype === undefined || dtype === null) return 'float32';
  const name = typeof dtype === 'string' ? dtype : dtype.config?.name;
  const known = KNOWN.find((k) => k === name) ?? WIDENED[name];
  if (known) return known;
  throw new ValueError(
    `${where}: unknown dtype ${JSON.stringify(dtype)}; Ibex has ${KNOWN.join(', ')}.`,
  );
}

/** How Keras writes a layer's dtype in its config. */
export function dtypePolicyConfig(dtype: DataType): DTypePolicyConfig {
  return {
    module: 'keras',
    class_name: 'DTypePolicy',
    config: { name: dtype },
    registered_name: null,
  };
}
