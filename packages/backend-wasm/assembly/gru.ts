import { sigmoid4, tanh4 } from './math';
import {
  BackwardArgs, ForwardArgs, SPARE, addGateGradient, addOutputGradient, addProduct, copyOrZero, counts,
  firstStep, gateProduct, keepMasked, multiply, packedSize, stateBefore, writeOutput,
} from './recurrent';
import { at, fma, loadSome, storeSome } from './simd';

// `variant` 1: the reset gate works after the product with the recurrent kernel (Keras' default,
// cuDNN's form), with a recurrent bias; 0: before it.

/** gates[n] = sigmoid(gates + inner + bias). */
function addSigmoid(gates: usize, inner: usize, bias: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    let v = f32x4.add(loadSome(gates, n), loadSome(inner, n));
    if (bias) { v = f32x4.add(v, loadSome(bias, n)); bias += 16; }
    storeSome(gates, sigmoid4(v), n);
    gates += 16; inner += 16;
  }
}

/** inner += bias, kept in `saved`; then inner *= reset. */
function resetAfter(inner: usize, bias: usize, saved: usize, reset: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    let v = loadSome(inner, n);
    if (bias) { v = f32x4.add(v, loadSome(bias, n)); bias += 16; }
    storeSome(saved, v, n);
    storeSome(inner, f32x4.mul(v, loadSome(reset, n)), n);
    inner += 16; saved += 16; reset += 16;
  }
}

/** candidate = tanh(candidate + inner); h = candidate + update (h - candidate). */
function mix(update: usize, candidate: usize, inner: usize, h: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const v = tanh4(f32x4.add(loadSome(candidate, n), loadSome(inner, n)));
    storeSome(candidate, v, n);
    storeSome(h, fma(loadSome(update, n), f32x4.sub(loadSome(h, n), v), v), n);
    update += 16; candidate += 16; inner += 16; h += 16;
  }
}

/**
 * z, r = sigmoid(projection + h R), candidate = tanh(projection + r (h R) or (r h) R),
 * h = z h + (1 - z) candidate, for a block of rows through all steps. `extra` takes what the
 * candidate's gradient needs: h R + bias (variant 1), or r h (variant 0).
 */
export function gruForward(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ForwardArgs>(args), units = q.units, times = q.time, from = tile * q.rowBlock;
  const rows = min(q.rowBlock, q.batch - from), bytes = <usize>units << 2, all = <usize>rows * bytes;
  const after = q.variant, h = scratch + SPARE, dropped = h + all, inner = dropped + all;
  const packed = <usize>packedSize(units) << 2;
  copyOrZero(h, q.h0 ? at(q.h0, from * units) : 0, all);
  for (let step = 0; step < times; ++step) {
    const time = q.backwards ? times - 1 - step : step, products = after ? 3 : 2;
    memory.fill(inner, 0, 3 * all);
    if (step || q.h0) {
      for (let gate = 0; gate < products; ++gate) {
        let input = h;
        if (q.dropout) multiply((input = dropped), h, at(q.dropout, (gate * q.batch + from) * units), rows * units);
        gateProduct(input, units, q.packed + <usize>gate * packed, inner + <usize>gate * bytes, 3 * bytes, rows, units, false, scratch);
      }
    }
    let input = h;
    if (q.dropout && !after) multiply((input = dropped), h, at(q.dropout, (2 * q.batch + from) * units), rows * units);
    for (let r = 0; r < rows; ++r) {
      const place = ((from + r) * times + time) * units, gates = at(q.gates, 3 * place), own = inner + <usize>r * 3 * bytes;
      memory.copy(gates, at(q.projection, 3 * place), 3 * bytes);
      addSigmoid(gates, own, q.bias, 2 * units);
      const reset = gates + bytes, saved = at(q.extra, place);
      if (after) resetAfter(own + 2 * bytes, q.bias ? q.bias + 2 * bytes : 0, saved, reset, units);
      else multiply(saved, input + <usize>r * bytes, reset, units);
    }
    if (!after && (step || q.h0)) {
      gateProduct(
        at(q.extra, (from * times + time) * units), times * units, q.packed + 2 * packed, inner + 2 * bytes,
        3 * bytes, rows, units, false, scratch,
      );
    }
    for (let r = 0; r < rows; ++r) {
      const row = from + r, state = h + <usize>r * bytes, gates = at(q.gates, (row * times + time) * 3 * units);
      const valid = counts(q.mask, row, time, times);
      if (valid) mix(gates, gates + 2 * bytes, inner + (<usize>r * 3 + 2) * bytes, state, units);
      writeOutput(at(q.sequence, (row * times + step) * units), state, bytes, step, valid);
    }
  }
  memory.copy(at(q.lastH, from * units), h, all);
}

/** From dh: gradients before the activations of update and candidate; dh becomes its direct part. */
function gruRowGradient(gates: usize, before: usize, dh: usize, out: usize, units: i32): void {
  const step = <usize>units << 2, one = f32x4.splat(1);
  for (let n = units; n > 0; n -= 4) {
    const z = loadSome(gates, n), c = loadSome(gates + 2 * step, n), grad = loadSome(dh, n);
    const h = before ? loadSome(before, n) : f32x4.splat(0), keep = f32x4.sub(one, z);
    storeSome(out, f32x4.mul(f32x4.mul(grad, f32x4.sub(h, c)), f32x4.mul(z, keep)), n);
    storeSome(out + 2 * step, f32x4.mul(f32x4.mul(grad, keep), f32x4.sub(one, f32x4.mul(c, c))), n);
    storeSome(dh, f32x4.mul(grad, z), n);
    gates += 16; dh += 16; out += 16;
    if (before) before += 16;
  }
}

/** out = grad * value * reset (1 - reset): the reset gate's gradient before its activation. */
function resetGradient(out: usize, grad: usize, value: usize, reset: usize, units: i32): void {
  const one = f32x4.splat(1);
  for (let n = units; n > 0; n -= 4) {
    const r = loadSome(reset, n), v = value ? loadSome(value, n) : f32x4.splat(0);
    storeSome(out, f32x4.mul(f32x4.mul(loadSome(grad, n), v), f32x4.mul(r, f32x4.sub(one, r))), n);
    out += 16; grad += 16; reset += 16;
    if (value) value += 16;
  }
}

/**
 * Gradients of `gruForward`. `gradInner` (variant 1) takes those of h R + bias: they differ from
 * the projection's in the candidate, which the reset gate scales.
 */
export function gruBackward(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<BackwardArgs>(args), units = q.units, times = q.time, from = tile * q.rowBlock;
  const rows = min(q.rowBlock, q.batch - from), bytes = <usize>units << 2, all = <usize>rows * bytes;
  const after = q.variant, dh = scratch + SPARE, kept = dh + all, product = kept + all, dropped = product + all;
  const first = dropped + bytes;
  copyOrZero(dh, q.gradH ? at(q.gradH, from * units) : 0, all);
  for (let r = 0; r < rows; ++r) store<i32>(at(first, r), firstStep(q.mask, from + r, times, q.backwards));
  for (let step = times - 1; step >= 0; --step) {
    const time = q.backwards ? times - 1 - step : step, block = (from * times + time) * 3 * units;
    addOutputGradient(q, dh, from, rows, step, first);
    memory.copy(kept, dh, all);
    for (let r = 0; r < rows; ++r) {
      const row = from + r, place = (row * times + time) * units, out = at(q.gradProjection, 3 * place);
      const before = stateBefore(q, row, step, load<i32>(at(first, r))), gates = at(q.gates, 3 * place);
      copyOrZero(at(q.previous, place), before, bytes);
      if (!counts(q.mask, row, time, times)) {
        memory.fill(out, 0, 3 * bytes);
        memory.fill(dh + <usize>r * bytes, 0, bytes);
        if (after) memory.fill(at(q.gradInner, 3 * place), 0, 3 * bytes);
        continue;
      }
      gruRowGradient(gates, before, dh + <usize>r * bytes, out, units);
      if (after) {
        const inner = at(q.gradInner, 3 * place), reset = gates + bytes;
        resetGradient(out + bytes, out + 2 * bytes, at(q.extra, place), reset, units);
        memory.copy(inner, out, 2 * bytes);
        multiply(inner + 2 * bytes, out + 2 * bytes, reset, units);
      }
    }
    if (!after) {
      const packed = at(q.packed, 2 * packedSize(units));
      gateProduct(at(q.gradProjection, block + 2 * units), times * 3 * units, packed, product, bytes, rows, units, false, scratch);
      for (let r = 0; r < rows; ++r) {
        const row = from + r, place = (row * times + time) * units, out = at(q.gradProjection, 3 * place);
        if (!counts(q.mask, row, time, times)) continue;
        const through = product + <usize>r * bytes, reset = at(q.gates, 3 * place) + bytes;
        let state = stateBefore(q, row, step, load<i32>(at(first, r)));
        const drop = q.dropout ? at(q.dropout, (2 * q.batch + row) * units) : 0;
        if (state && drop) multiply(dropped, state, drop, units), (state = dropped);
        resetGradient(out + bytes, through, state, reset, units);
        multiply(through, through, reset, units);
        addProduct(dh + <usize>r * bytes, through, drop, units);
      }
    }
    if (step || q.h0) {
      const source = after ? q.gradInner : q.gradProjection, products = after ? 3 : 2;
      for (let gate = 0; gate < products; ++gate) {
        addGateGradient(q, gate, at(source, block + gate * units), times * 3 * units, dh, product, from, rows, scratch);
      }
    }
    keepMasked(q, dh, kept, from, rows, time);
  }
  memory.copy(at(q.gradH0, from * units), dh, all);
}
