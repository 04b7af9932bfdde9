import { sigmoid4, tanh4 } from './math';
import {
  BackwardArgs, ForwardArgs, SPARE, addGateGradient, addOutputGradient, copyOrZero, counts, firstStep,
  gateProduct, keepMasked, multiply, packedSize, stateBefore, writeOutput,
} from './recurrent';
import { at, fma, loadSome, storeSome } from './simd';

/**
 * One row: gates [4 units] (i, f, c, o) are the activated sums of `input` and `product`, the cell
 * state and h move on.
 */
function lstmRow(gates: usize, input: usize, product: usize, cell: usize, h: usize, units: i32): void {
  const step = <usize>units << 2;
  let n = units;
  if (isDefined(USE_WIDE)) {
    // neighbours computed alike become one 256-bit operation each
    for (; n >= 8; n -= 8) {
      const f0 = step, g0 = f0 + step, o0 = g0 + step;
      const i = sigmoid4(sum(input, product)), j = sigmoid4(sum(input + 16, product + 16));
      const f = sigmoid4(sum(input + f0, product + f0)), e = sigmoid4(sum(input + f0 + 16, product + f0 + 16));
      const g = tanh4(sum(input + g0, product + g0)), k = tanh4(sum(input + g0 + 16, product + g0 + 16));
      const o = sigmoid4(sum(input + o0, product + o0)), p = sigmoid4(sum(input + o0 + 16, product + o0 + 16));
      const c = fma(f, v128.load(cell), f32x4.mul(i, g)), d = fma(e, v128.load(cell, 16), f32x4.mul(j, k));
      const a = f32x4.mul(o, tanh4(c)), b = f32x4.mul(p, tanh4(d));
      v128.store(gates, i); v128.store(gates, j, 16); v128.store(gates + f0, f); v128.store(gates + f0, e, 16);
      v128.store(gates + g0, g); v128.store(gates + g0, k, 16); v128.store(gates + o0, o); v128.store(gates + o0, p, 16);
      v128.store(cell, c); v128.store(cell, d, 16); v128.store(h, a); v128.store(h, b, 16);
      gates += 32; input += 32; product += 32; cell += 32; h += 32;
    }
  }
  for (; n > 0; n -= 4) {
    const i = sigmoid4(sumSome(input, product, n)), f = sigmoid4(sumSome(input + step, product + step, n));
    const g = tanh4(sumSome(input + 2 * step, product + 2 * step, n));
    const o = sigmoid4(sumSome(input + 3 * step, product + 3 * step, n));
    const c = fma(f, loadSome(cell, n), f32x4.mul(i, g));
    storeSome(gates, i, n); storeSome(gates + step, f, n);
    storeSome(gates + 2 * step, g, n); storeSome(gates + 3 * step, o, n);
    storeSome(cell, c, n); storeSome(h, f32x4.mul(o, tanh4(c)), n);
    gates += 16; input += 16; product += 16; cell += 16; h += 16;
  }
}

// @ts-ignore: decorator
@inline
function sum(a: usize, b: usize): v128 { return f32x4.add(v128.load(a), v128.load(b)); }
// @ts-ignore: decorator
@inline
function sumSome(a: usize, b: usize, n: i32): v128 { return f32x4.add(loadSome(a, n), loadSome(b, n)); }

/**
 * i, f, o = sigmoid(projection + h R), g = tanh(projection + h R), c = f c + i g, h = o tanh(c),
 * for a block of rows through all steps. `extra` takes the cell states.
 */
export function lstmForward(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ForwardArgs>(args), units = q.units, times = q.time, from = tile * q.rowBlock;
  const rows = min(q.rowBlock, q.batch - from), bytes = <usize>units << 2, all = <usize>rows * bytes;
  const h = scratch + SPARE, cell = h + all, dropped = cell + all, product = dropped + all;
  copyOrZero(h, q.h0 ? at(q.h0, from * units) : 0, all);
  copyOrZero(cell, q.c0 ? at(q.c0, from * units) : 0, all);
  memory.fill(product, 0, 4 * all);
  for (let step = 0; step < times; ++step) {
    const time = q.backwards ? times - 1 - step : step;
    if (step || q.h0) {
      for (let gate = 0; gate < 4; ++gate) {
        let input = h;
        if (q.dropout) multiply((input = dropped), h, at(q.dropout, (gate * q.batch + from) * units), rows * units);
        gateProduct(
          input, units, at(q.packed, gate * packedSize(units)), product + <usize>gate * bytes, 4 * bytes, rows, units,
          false, scratch,
        );
      }
    }
    for (let r = 0; r < rows; ++r) {
      const row = from + r, state = h + <usize>r * bytes, c = cell + <usize>r * bytes;
      const valid = counts(q.mask, row, time, times), place = (row * times + step) * units, gate = (row * times + time) * 4 * units;
      if (valid) lstmRow(at(q.gates, gate), at(q.projection, gate), product + <usize>r * 4 * bytes, c, state, units);
      writeOutput(at(q.sequence, place), state, bytes, step, valid);
      memory.copy(at(q.extra, place), c, bytes);
    }
  }
  memory.copy(at(q.lastH, from * units), h, all);
  memory.copy(at(q.lastC, from * units), cell, all);
}

/** One row backwards: from dh and dc to the gates' gradients; dc moves to the step before. */
function lstmRowGradient(
  gates: usize, cell: usize, before: usize, dh: usize, dc: usize, out: usize, units: i32,
): void {
  const step = <usize>units << 2, one = f32x4.splat(1);
  for (let n = units; n > 0; n -= 4) {
    const i = loadSome(gates, n), f = loadSome(gates + step, n);
    const g = loadSome(gates + 2 * step, n), o = loadSome(gates + 3 * step, n);
    const t = tanh4(loadSome(cell, n)), grad = loadSome(dh, n);
    const d = fma(f32x4.mul(grad, o), f32x4.sub(one, f32x4.mul(t, t)), loadSome(dc, n));
    const previous = before ? loadSome(before, n) : f32x4.splat(0);
    storeSome(out, f32x4.mul(f32x4.mul(d, g), f32x4.mul(i, f32x4.sub(one, i))), n);
    storeSome(out + step, f32x4.mul(f32x4.mul(d, previous), f32x4.mul(f, f32x4.sub(one, f))), n);
    storeSome(out + 2 * step, f32x4.mul(f32x4.mul(d, i), f32x4.sub(one, f32x4.mul(g, g))), n);
    storeSome(out + 3 * step, f32x4.mul(f32x4.mul(grad, t), f32x4.mul(o, f32x4.sub(one, o))), n);
    storeSome(dc, f32x4.mul(d, f), n);
    gates += 16; cell += 16; dh += 16; dc += 16; out += 16;
    if (before) before += 16;
  }
}

/** Gradients of `lstmForward` with respect to projection and initial states, back through all steps. */
export function lstmBackward(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<BackwardArgs>(args), units = q.units, times = q.time, from = tile * q.rowBlock;
  const rows = min(q.rowBlock, q.batch - from), bytes = <usize>units << 2, all = <usize>rows * bytes;
  const dh = scratch + SPARE, dc = dh + all, kept = dc + all, product = kept + all;
  const first = product + all;
  copyOrZero(dh, q.gradH ? at(q.gradH, from * units) : 0, all);
  copyOrZero(dc, q.gradC ? at(q.gradC, from * units) : 0, all);
  for (let r = 0; r < rows; ++r) store<i32>(at(first, r), firstStep(q.mask, from + r, times, q.backwards));
  for (let step = times - 1; step >= 0; --step) {
    const time = q.backwards ? times - 1 - step : step;
    addOutputGradient(q, dh, from, rows, step, first);
    for (let r = 0; r < rows; ++r) {
      const row = from + r, place = (row * times + time) * units, out = at(q.gradProjection, 4 * place);
      copyOrZero(at(q.previous, place), stateBefore(q, row, step, load<i32>(at(first, r))), bytes);
      if (!counts(q.mask, row, time, times)) { memory.fill(out, 0, 4 * bytes); continue; }
      const cell = at(q.extra, (row * times + step) * units);
      const before = step ? cell - bytes : q.c0 ? at(q.c0, row * units) : 0;
      lstmRowGradient(at(q.gates, 4 * place), cell, before, dh + <usize>r * bytes, dc + <usize>r * bytes, out, units);
    }
    memory.copy(kept, dh, all);
    memory.fill(dh, 0, all);
    if (step || q.h0) {
      for (let gate = 0; gate < 4; ++gate) {
        const grad = at(q.gradProjection, ((from * times + time) * 4 + gate) * units);
        addGateGradient(q, gate, grad, times * 4 * units, dh, product, from, rows, scratch);
      }
    }
    keepMasked(q, dh, kept, from, rows, time);
  }
  memory.copy(at(q.gradH0, from * units), dh, all);
  memory.copy(at(q.gradC0, from * units), dc, all);
}
