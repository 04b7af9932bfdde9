import { NotFoundError } from '@ibexjs/core';
import { Operation, type Layer } from '@ibexjs/layers';

import type { OnnxGraph } from './graph/onnx-graph.js';
import type { Value } from './graph/value.js';

/** One call of a layer, to be written as operators. */
export interface LayerCall {
  /** Where the operators go. */
  readonly graph: OnnxGraph;
  readonly inputs: readonly Value[];
  /** The first input's name. */
  readonly x: string;
  /** Further arguments of the call; tensors among them are values. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Exports a layer that this one holds. */
  inner(layer: Layer, inputs: readonly Value[], args?: Record<string, unknown>): Value[];
}

/** Outputs that have masks of their own, by name. */
export interface Masked {
  readonly outputs: readonly string[];
  readonly masks: readonly (string | null)[];
}

/**
 * Writes a layer as ONNX operators; gives the name of its output, or the names of several. A mask of
 * the first input goes on to the output where the layer supports masking; an exporter that changes
 * masks gives them too.
 */
export type LayerExporter<L extends Layer = Layer> = (
  layer: L,
  call: LayerCall,
) => string | readonly string[] | Masked;

/** Exporters by the names of classes. */
export type ExporterTable = Readonly<Record<string, LayerExporter<never>>>;

const exporters = new Map<string, LayerExporter<never>>();

/** Operations of graphs, like `x + 3`, share the names of layers. */
function keyOf(layer: Layer): string {
  const name = layer.getClassName();
  return layer instanceof Operation ? `operation ${name}` : name;
}

/** Adds a table of exporters. */
export function addExporters(table: ExporterTable): void {
  for (const [name, exporter] of Object.entries(table)) exporters.set(name, exporter);
}

/**
 * Makes a layer of your own exportable.
 *
 * @param className the class's `className`
 * @example
 * registerOnnxExporter('Square', (layer, { graph, x }) => graph.elementwise('Mul', [x, x]));
 */
export function registerOnnxExporter<L extends Layer>(
  className: string,
  exporter: LayerExporter<L>,
): void {
  exporters.set(className, exporter);
}

/** @throws NotFoundError naming the layer when nobody knows how to export its class */
export function exporterOf(layer: Layer): LayerExporter<never> {
  const found = exporters.get(keyOf(layer));
  if (found) return found;
  throw new NotFoundError(
    `Layer ${layer.name} (${layer.getClassName()}) cannot be exported to ONNX. ` +
      'Take it out of the model, or say how it is written by registerOnnxExporter.',
  );
}
