import { tanh4 } from './math';
import {
  BackwardArgs, ForwardArgs, SPARE, addGateGradient, addOutputGradient, copyOrZero, counts, firstStep,
  gateProduct, keepMasked, multiply, stateBefore, writeOutput,
} from './recurrent';
import { at, loadSome, storeSome } from './simd';

// `variant` is the activation.
// @ts-ignore: decorator
@inline const TANH: i32 = 1;
// @ts-ignore: decorator
@inline const RELU: i32 = 2;

/** h = activation(projection + h R), for a block of rows through all steps. */
export function simpleRnnForward(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ForwardArgs>(args), units = q.units, times = q.time, from = tile * q.rowBlock;
  const rows = min(q.rowBlock, q.batch - from), bytes = <usize>units << 2, all = <usize>rows * bytes;
  const h = scratch + SPARE, dropped = h + all, next = dropped + all;
  copyOrZero(h, q.h0 ? at(q.h0, from * units) : 0, all);
  for (let step = 0; step < times; ++step) {
    const time = q.backwards ? times - 1 - step : step;
    for (let r = 0; r < rows; ++r) {
      memory.copy(next + <usize>r * bytes, at(q.projection, ((from + r) * times + time) * units), bytes);
    }
    if (step || q.h0) {
      let input = h;
      if (q.dropout) multiply((input = dropped), h, at(q.dropout, from * units), rows * units);
      gateProduct(input, units, q.packed, next, bytes, rows, units, true, scratch);
    }
    for (let r = 0; r < rows; ++r) {
      const row = from + r, state = h + <usize>r * bytes, valid = counts(q.mask, row, time, times);
      if (valid) activate(state, next + <usize>r * bytes, q.variant, units);
      writeOutput(at(q.sequence, (row * times + step) * units), state, bytes, step, valid);
    }
  }
  memory.copy(at(q.lastH, from * units), h, all);
}

function activate(target: usize, source: usize, activation: i32, n: i32): void {
  for (; n > 0; n -= 4) {
    let v = loadSome(source, n);
    if (activation == TANH) v = tanh4(v);
    else if (activation == RELU) v = f32x4.max(v, f32x4.splat(0));
    storeSome(target, v, n);
    target += 16; source += 16;
  }
}

/** out = grad times the activation's slope, which its result y tells. */
function slope(out: usize, grad: usize, y: usize, activation: i32, n: i32): void {
  const zero = f32x4.splat(0);
  for (; n > 0; n -= 4) {
    let g = loadSome(grad, n);
    const v = loadSome(y, n);
    if (activation == TANH) g = f32x4.mul(g, f32x4.sub(f32x4.splat(1), f32x4.mul(v, v)));
    else if (activation == RELU) g = v128.and(g, f32x4.gt(v, zero));
    storeSome(out, g, n);
    out += 16; grad += 16; y += 16;
  }
}

/** Gradients of `simpleRnnForward` with respect to projection and initial state. */
export function simpleRnnBackward(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<BackwardArgs>(args), units = q.units, times = q.time, from = tile * q.rowBlock;
  const rows = min(q.rowBlock, q.batch - from), bytes = <usize>units << 2, all = <usize>rows * bytes;
  const dh = scratch + SPARE, kept = dh + all, product = kept + all, first = product + all;
  copyOrZero(dh, q.gradH ? at(q.gradH, from * units) : 0, all);
  for (let r = 0; r < rows; ++r) store<i32>(at(first, r), firstStep(q.mask, from + r, times, q.backwards));
  for (let step = times - 1; step >= 0; --step) {
    const time = q.backwards ? times - 1 - step : step;
    addOutputGradient(q, dh, from, rows, step, first);
    for (let r = 0; r < rows; ++r) {
      const row = from + r, place = (row * times + time) * units, out = at(q.gradProjection, place);
      copyOrZero(at(q.previous, place), stateBefore(q, row, step, load<i32>(at(first, r))), bytes);
      if (!counts(q.mask, row, time, times)) memory.fill(out, 0, bytes);
      else slope(out, dh + <usize>r * bytes, at(q.sequence, (row * times + step) * units), q.variant, units);
    }
    memory.copy(kept, dh, all);
    memory.fill(dh, 0, all);
    if (step || q.h0) {
      const grad = at(q.gradProjection, (from * times + time) * units);
      addGateGradient(q, 0, grad, times * units, dh, product, from, rows, scratch);
    }
    keepMasked(q, dh, kept, from, rows, time);
  }
  memory.copy(at(q.gradH0, from * units), dh, all);
}
