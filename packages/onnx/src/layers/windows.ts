import type { Shape } from '@ibexjs/layers';

import type { LayerCall } from '../exporter.js';
import { floatInput, range } from './inputs.js';

type DataFormat = 'channels_last' | 'channels_first';

/** Windows that slide over spatial axes. */
export interface Windows {
  readonly rank: number;
  readonly dataFormat: DataFormat;
  readonly padding: string;
  readonly strides: readonly number[];
  readonly window: readonly number[];
  readonly dilations?: readonly number[];
}

/** (batch, …, channels) to (batch, channels, …), as ONNX has it. */
const channelsToFront = (rank: number) => [0, rank + 1, ...range(1, rank)];
const channelsToEnd = (rank: number) => [0, ...range(2, rank), 1];

/**
 * Draws something that wants channels first: the input is brought there, and its result back.
 */
export function channelsFirst(
  call: LayerCall,
  { rank, dataFormat }: Pick<Windows, 'rank' | 'dataFormat'>,
  draw: (x: string) => string,
): string {
  const x = floatInput(call);
  if (dataFormat === 'channels_first') return draw(x);
  const y = draw(call.graph.transpose(x, channelsToFront(rank)));
  return call.graph.transpose(y, channelsToEnd(rank));
}

/**
 * ONNX's padding: before all axes, then after all. For 'same' it depends on the size of the input
 * when the stride is above 1; where that is not known the runtime works it out (`SAME_UPPER`).
 */
export function paddingOf(
  shape: Shape,
  { rank, dataFormat, padding, strides, window, dilations }: Windows,
): { pads?: number[]; auto_pad?: string } {
  const reach = window.map((taps, i) => (taps - 1) * (dilations?.[i] ?? 1));
  if (padding === 'valid') return {};
  if (padding === 'causal') return { pads: [reach[0]!, 0] };
  const first = dataFormat === 'channels_last' ? 1 : 2;
  const totals = range(0, rank).map((i) => {
    const size = shape[first + i] ?? null;
    if (strides[i] === 1) return reach[i]!;
    if (size === null) return null;
    const outputs = Math.ceil(size / strides[i]!);
    return Math.max((outputs - 1) * strides[i]! + reach[i]! + 1 - size, 0);
  });
  if (totals.includes(null)) return { auto_pad: 'SAME_UPPER' };
  return { pads: splitPadding(totals as number[]) };
}

/** The half before, and the larger half after. */
export function splitPadding(totals: readonly number[]): number[] {
  const before = totals.map((total) => Math.floor(total / 2));
  return [...before, ...totals.map((total, i) => total - before[i]!)];
}
