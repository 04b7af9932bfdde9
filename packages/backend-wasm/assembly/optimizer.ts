// A whole update of one variable in one pass. A tile is a block of weights.
import { at, loadSome, storeSome } from './simd';

/** Inputs that an optimizer lacks are 0. `nextFirst` and `nextSecond` take the new state. */
@unmanaged class UpdateArgs {
  variable: usize; gradient: usize; first: usize; second: usize; learningRate: usize; step: usize;
  nextVariable: usize; nextFirst: usize; nextSecond: usize; size: i32; block: i32; nesterov: i32;
  a: f32; b: f32; epsilon: f32;
}

/**
 * Numbers below the least normal one become 0, as TensorFlow flushes them. Moments of weights that get no
 * gradient all sink there (0.9 of the least number rounds to itself), and make a step many times slower.
 */
// @ts-ignore: decorator
@inline
function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1.17549435e-38)));
}

/** base^exponent of a whole, positive exponent, by squaring. */
function power(base: f64, exponent: i32): f64 {
  let result: f64 = 1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  return result;
}

/** w -= rate g. */
export function sgd(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UpdateArgs>(args), from = tile * q.block, rate = f32x4.splat(load<f32>(q.learningRate));
  let w = at(q.variable, from), g = at(q.gradient, from), nw = at(q.nextVariable, from);
  for (let n = min(q.block, q.size - from); n > 0; n -= 4) {
    storeSome(nw, f32x4.sub(loadSome(w, n), f32x4.mul(loadSome(g, n), rate)), n);
    w += 16; g += 16; nw += 16;
  }
}

/** m = momentum m - rate g; w += m, or with Nesterov w += momentum m - rate g. */
export function sgdMomentum(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UpdateArgs>(args), from = tile * q.block;
  const momentum = f32x4.splat(q.a), rate = f32x4.splat(load<f32>(q.learningRate)), nesterov = q.nesterov;
  let w = at(q.variable, from), g = at(q.gradient, from), m = at(q.first, from);
  let nw = at(q.nextVariable, from), nm = at(q.nextFirst, from);
  for (let n = min(q.block, q.size - from); n > 0; n -= 4) {
    const step = f32x4.mul(loadSome(g, n), rate);
    const next = flush(f32x4.sub(f32x4.mul(loadSome(m, n), momentum), step));
    const change = nesterov ? f32x4.sub(f32x4.mul(next, momentum), step) : next;
    storeSome(nm, next, n);
    storeSome(nw, f32x4.add(loadSome(w, n), change), n);
    w += 16; g += 16; m += 16; nw += 16; nm += 16;
  }
}

/** v = rho v + (1 - rho) g²; w -= rate g / sqrt(v + epsilon). */
export function rmsprop(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UpdateArgs>(args), from = tile * q.block;
  const rho = f32x4.splat(q.a), rest = f32x4.splat(<f32>(1.0 - <f64>q.a)), epsilon = f32x4.splat(q.epsilon);
  const rate = f32x4.splat(load<f32>(q.learningRate));
  let w = at(q.variable, from), g = at(q.gradient, from), v = at(q.first, from);
  let nw = at(q.nextVariable, from), nv = at(q.nextFirst, from);
  for (let n = min(q.block, q.size - from); n > 0; n -= 4) {
    const grad = loadSome(g, n);
    const next = flush(f32x4.add(f32x4.mul(loadSome(v, n), rho), f32x4.mul(f32x4.mul(grad, grad), rest)));
    storeSome(nv, next, n);
    const change = f32x4.div(f32x4.mul(grad, rate), f32x4.sqrt(f32x4.add(next, epsilon)));
    storeSome(nw, f32x4.sub(loadSome(w, n), change), n);
    w += 16; g += 16; v += 16; nw += 16; nv += 16;
  }
}

/** m += (1 - b1)(g - m); v += (1 - b2)(g² - v); w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon). */
export function adam(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UpdateArgs>(args), from = tile * q.block, step = <i32>load<f32>(q.step);
  const correction = Math.sqrt(1.0 - power(q.b, step)) / (1.0 - power(q.a, step));
  const rate = f32x4.splat(<f32>(<f64>load<f32>(q.learningRate) * correction));
  const keep1 = f32x4.splat(<f32>(1.0 - <f64>q.a)), keep2 = f32x4.splat(<f32>(1.0 - <f64>q.b));
  const epsilon = f32x4.splat(q.epsilon);
  let w = at(q.variable, from), g = at(q.gradient, from), m = at(q.first, from), v = at(q.second, from);
  let nw = at(q.nextVariable, from), nm = at(q.nextFirst, from), nv = at(q.nextSecond, from);
  for (let n = min(q.block, q.size - from); n > 0; n -= 4) {
    const grad = loadSome(g, n), mean = loadSome(m, n), square = loadSome(v, n);
    const m4 = flush(f32x4.add(mean, f32x4.mul(f32x4.sub(grad, mean), keep1)));
    const v4 = flush(f32x4.add(square, f32x4.mul(f32x4.sub(f32x4.mul(grad, grad), square), keep2)));
    storeSome(nm, m4, n); storeSome(nv, v4, n);
    const change = f32x4.div(f32x4.mul(m4, rate), f32x4.add(f32x4.sqrt(v4), epsilon));
    storeSome(nw, f32x4.sub(loadSome(w, n), change), n);
    w += 16; g += 16; m += 16; v += 16; nw += 16; nm += 16; nv += 16;
  }
}

/** s += g²; w -= rate g / sqrt(s + epsilon). */
export function adagrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UpdateArgs>(args), from = tile * q.block;
  const rate = f32x4.splat(load<f32>(q.learningRate)), epsilon = f32x4.splat(q.epsilon);
  let w = at(q.variable, from), g = at(q.gradient, from), s = at(q.first, from);
  let nw = at(q.nextVariable, from), ns = at(q.nextFirst, from);
  for (let n = min(q.block, q.size - from); n > 0; n -= 4) {
    const grad = loadSome(g, n), sum = f32x4.add(loadSome(s, n), f32x4.mul(grad, grad));
    storeSome(ns, sum, n);
    const change = f32x4.div(f32x4.mul(grad, rate), f32x4.sqrt(f32x4.add(sum, epsilon)));
    storeSome(nw, f32x4.sub(loadSome(w, n), change), n);
    w += 16; g += 16; s += 16; nw += 16; ns += 16;
  }
}

/** s = rho s + (1 - rho) g²; d = sqrt(c + epsilon) g / sqrt(s + epsilon); c likewise of d²; w -= rate d. */
export function adadelta(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UpdateArgs>(args), from = tile * q.block;
  const rho = f32x4.splat(q.a), rest = f32x4.splat(<f32>(1.0 - <f64>q.a)), epsilon = f32x4.splat(q.epsilon);
  const rate = f32x4.splat(load<f32>(q.learningRate));
  let w = at(q.variable, from), g = at(q.gradient, from), s = at(q.first, from), c = at(q.second, from);
  let nw = at(q.nextVariable, from), ns = at(q.nextFirst, from), nc = at(q.nextSecond, from);
  for (let n = min(q.block, q.size - from); n > 0; n -= 4) {
    const grad = loadSome(g, n), changes = loadSome(c, n);
    const squares = flush(f32x4.add(f32x4.mul(loadSome(s, n), rho), f32x4.mul(f32x4.mul(grad, grad), rest)));
    const root = f32x4.mul(f32x4.sqrt(f32x4.add(changes, epsilon)), grad);
    const change = f32x4.div(root, f32x4.sqrt(f32x4.add(squares, epsilon)));
    storeSome(ns, squares, n);
    storeSome(nc, flush(f32x4.add(f32x4.mul(changes, rho), f32x4.mul(f32x4.mul(change, change), rest))), n);
    storeSome(nw, f32x4.sub(loadSome(w, n), f32x4.mul(change, rate)), n);
    w += 16; g += 16; s += 16; c += 16; nw += 16; ns += 16; nc += 16;
  }
}
