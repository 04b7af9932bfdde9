import { toCamelCase } from '@ibexjs/core';

interface LayerClass {
  readonly optionKeys: readonly string[];
}

/** Keras' options that Ibex lacks, and the one value at which lacking them changes nothing. */
const KERAS_ONLY: Readonly<Record<string, unknown>> = {
  autocast: true,
  batch_input_shape: null,
  implementation: undefined,
  key_shape: undefined,
  lora_rank: null,
  lora_alpha: null,
  quantization_config: null,
  query_shape: undefined,
  ragged: false,
  renorm: false,
  renorm_clipping: null,
  renorm_momentum: undefined,
  sparse: false,
  synchronized: false,
  time_major: false,
  updatable: undefined,
  value_shape: undefined,
};

/**
 * Constructor options from a config: Keras' snake_case keys become camelCase, and keys of Keras that
 * mean nothing here are left out. A class without its own `optionKeys` gets its own keys untouched.
 */
export function layerOptionsFromConfig(
  layerClass: LayerClass,
  config: Record<string, unknown>,
): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const strict = Object.hasOwn(layerClass, 'optionKeys');
  for (const [key, value] of Object.entries(config)) {
    const option = toCamelCase(key);
    if (layerClass.optionKeys.includes(option)) options[option] = value ?? undefined;
    else if (!strict || !canBeLeftOut(key, value)) options[strict ? option : key] = value;
  }
  return options;
}

function canBeLeftOut(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return key in KERAS_ONLY && (KERAS_ONLY[key] === undefined || KERAS_ONLY[key] === value);
}
