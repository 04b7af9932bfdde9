import type { LayerCall } from '../exporter.js';
import type { Value } from '../graph/value.js';
import { DATA_TYPES } from '../proto/messages.js';

/** A value's name, as float32. */
export function toFloat({ graph }: Pick<LayerCall, 'graph'>, value: Value): string {
  return value.dtype === 'float32'
    ? value.name
    : graph.add('Cast', [value.name], { to: DATA_TYPES.float });
}

/** The first input's name, as float32. */
export function floatInput(call: LayerCall): string {
  return toFloat(call, call.inputs[0]!);
}

/** Rank of the first input. */
export function rankOf(call: LayerCall): number {
  return call.inputs[0]!.shape.length;
}

/** An axis counted from the front. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? rank + axis : axis;
}

/** Whole numbers from `first` up, `count` of them. */
export function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Sizes of some axes at run time, as a list of int64. */
export function sizesOf({ graph }: Pick<LayerCall, 'graph'>, x: string, axes: number[]): string {
  return graph.add('Gather', [graph.add('Shape', [x]), graph.ints(axes)], { axis: 0 });
}

/** Puts axes of size 1 in. */
export function unsqueeze({ graph }: Pick<LayerCall, 'graph'>, x: string, axes: number[]): string {
  return graph.add('Unsqueeze', [x, graph.ints(axes)]);
}

/** A mask as numbers 0 and 1. */
export function maskNumbers({ graph }: Pick<LayerCall, 'graph'>, mask: string): string {
  return graph.add('Cast', [mask], { to: DATA_TYPES.float });
}
