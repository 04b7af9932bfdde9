// What the recurrent layers share. A tile is a block of sequences (rows of the batch), which goes
// through all time steps on its own: no thread waits for another. `step` counts in the order of
// work, `time` in that of the input; they differ when a layer goes backwards.
import { block, straight } from './micro';
import { packColumns } from './pack';
import { at, loadSome, storeSome } from './simd';

/** Bytes at the start of scratch that `block` uses at edges. */
// @ts-ignore: decorator
@inline export const SPARE: usize = 320;

/** Arguments of every forward pass; fields that a layer does not have are 0. */
@unmanaged export class ForwardArgs {
  projection: usize; packed: usize; h0: usize; c0: usize; mask: usize; dropout: usize; bias: usize;
  sequence: usize; gates: usize; extra: usize; lastH: usize; lastC: usize;
  batch: i32; time: i32; units: i32; rowBlock: i32; backwards: i32; variant: i32;
}

/** Arguments of every backward pass. `first` holds, per row, the first step that is not masked. */
@unmanaged export class BackwardArgs {
  packed: usize; h0: usize; c0: usize; mask: usize; dropout: usize;
  sequence: usize; gates: usize; extra: usize;
  gradSequence: usize; gradLast: usize; gradH: usize; gradC: usize;
  gradProjection: usize; gradInner: usize; previous: usize; gradH0: usize; gradC0: usize;
  batch: i32; time: i32; units: i32; rowBlock: i32; backwards: i32; variant: i32;
}

@unmanaged class PackArgs { source: usize; target: usize; units: i32; gates: i32; transpose: i32; }

/** Floats that one packed gate of the recurrent kernel takes. */
// @ts-ignore: decorator
@inline
export function packedSize(units: i32): i32 { return units * ((units + 7) & -8); }

/** Packs gate `tile` of the recurrent kernel [units, gates * units], or its transpose. */
export function packGate(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<PackArgs>(args), units = q.units, row = q.gates * units;
  const source = at(q.source, tile * units), target = at(q.target, tile * packedSize(units));
  packColumns(target, source, q.transpose ? 1 : row, q.transpose ? row : 1, units, units);
}

/** c[rows, units] (+)= a[rows, units] times a packed gate; `row` is a's stride in elements, ldc c's in bytes. */
export function gateProduct(
  a: usize, row: i32, packed: usize, c: usize, ldc: usize, rows: i32, units: i32, accumulate: bool,
  spare: usize,
): void {
  straight(spare + 256, 4, 32, units);
  block(a, <usize>row << 2, packed, c, ldc, rows, units, spare + 256, accumulate, spare);
}

/** Whether the input at (row, time) counts; without a mask all do. */
// @ts-ignore: decorator
@inline
export function counts(mask: usize, row: i32, time: i32, times: i32): bool {
  return !mask || load<u8>(mask + <usize>(row * times + time)) != 0;
}

/** The first step at which a row counts; `times` when none does. */
export function firstStep(mask: usize, row: i32, times: i32, backwards: i32): i32 {
  let step = 0;
  while (step < times && !counts(mask, row, backwards ? times - 1 - step : step, times)) ++step;
  return step;
}

/** Copies `bytes` from `source`, or zeros when there is none. */
// @ts-ignore: decorator
@inline
export function copyOrZero(target: usize, source: usize, bytes: usize): void {
  if (source) memory.copy(target, source, bytes);
  else memory.fill(target, 0, bytes);
}

/** target = a * b, n floats. */
export function multiply(target: usize, a: usize, b: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    storeSome(target, f32x4.mul(loadSome(a, n), loadSome(b, n)), n);
    target += 16; a += 16; b += 16;
  }
}

/** target += a * b (or a, when b is 0), n floats. */
export function addProduct(target: usize, a: usize, b: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const v = b ? f32x4.mul(loadSome(a, n), loadSome(b, n)) : loadSome(a, n);
    storeSome(target, f32x4.add(loadSome(target, n), v), n);
    target += 16; a += 16;
    if (b) b += 16;
  }
}

/** Writes an output row: the state where the input counts, else the output before it, else zeros. */
export function writeOutput(sequence: usize, state: usize, bytes: usize, step: i32, valid: bool): void {
  if (valid) memory.copy(sequence, state, bytes);
  else if (step) memory.copy(sequence, sequence - bytes, bytes);
  else memory.fill(sequence, 0, bytes);
}

/** Adds what the outputs of one step ask of the state to `grad` [rows, units]. */
export function addOutputGradient(
  q: BackwardArgs, grad: usize, from: i32, rows: i32, step: i32, first: usize,
): void {
  const units = q.units, times = q.time;
  for (let r = 0; r < rows; ++r) {
    if (step < load<i32>(at(first, r))) continue; // an output of zeros: nothing was computed yet
    const target = at(grad, r * units), row = from + r;
    if (q.gradSequence) addProduct(target, at(q.gradSequence, (row * times + step) * units), 0, units);
    if (q.gradLast && step == times - 1) addProduct(target, at(q.gradLast, row * units), 0, units);
  }
}

/** The state that a row had before `step`: what the sequence says, or the initial one, or 0 (none). */
// @ts-ignore: decorator
@inline
export function stateBefore(q: BackwardArgs, row: i32, step: i32, first: i32): usize {
  if (step > first) return at(q.sequence, (row * q.time + step - 1) * q.units);
  return q.h0 ? at(q.h0, row * q.units) : 0;
}

/** Adds (or sets) a gate's gradient times its transposed kernel, through its dropout mask. */
export function addGateGradient(
  q: BackwardArgs, gate: i32, a: usize, row: i32, grad: usize, product: usize, from: i32, rows: i32,
  spare: usize,
): void {
  const units = q.units, packed = at(q.packed, gate * packedSize(units)), bytes = <usize>units << 2;
  if (!q.dropout) {
    gateProduct(a, row, packed, grad, bytes, rows, units, true, spare);
    return;
  }
  gateProduct(a, row, packed, product, bytes, rows, units, false, spare);
  addProduct(grad, product, at(q.dropout, (gate * q.batch + from) * units), rows * units);
}

/** Puts the rows of `kept` back into `grad` where the input does not count. */
export function keepMasked(q: BackwardArgs, grad: usize, kept: usize, from: i32, rows: i32, time: i32): void {
  if (!q.mask) return;
  const bytes = <usize>q.units << 2;
  for (let r = 0; r < rows; ++r) {
    if (!counts(q.mask, from + r, time, q.time)) memory.copy(grad + <usize>r * bytes, kept + <usize>r * bytes, bytes);
  }
}
