import { ValueError, type SerializedObject } from '@ibexjs/core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { deserializeLayer, serializeLayer } from '../engine/serialization.js';

export interface WrapperOptions extends LayerOptions {
  /** What is wrapped. */
  layer: Layer | SerializedObject;
}

/** A layer, or the one that a config describes. @throws ValueError for anything else */
export function asLayer(where: string, layer: unknown): Layer {
  if (layer instanceof Layer) return layer;
  if (typeof layer === 'object' && layer !== null && 'class_name' in layer) {
    return deserializeLayer(layer as SerializedObject);
  }
  throw new ValueError(`${where}: option "layer" must be a layer; received ${String(layer)}.`);
}

/** A layer that does something with another one. */
export abstract class Wrapper extends Layer {
  static override readonly optionKeys: readonly string[] = [...Layer.optionKeys, 'layer'];

  readonly layer: Layer;

  constructor(options: WrapperOptions) {
    super(options);
    this.layer = asLayer(this.getClassName(), options.layer);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), layer: serializeLayer(this.layer) };
  }
}
