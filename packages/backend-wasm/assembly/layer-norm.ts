// Layer normalization over rows: y = (x - mean) / sqrt(variance + epsilon) gamma + beta.
import { at, fma, loadSome, storeSome, sum4 } from './simd';

@unmanaged class LayerNormArgs {
  x: usize; gamma: usize; beta: usize; out: usize; mean: usize; factor: usize;
  rows: i32; columns: i32; block: i32; epsilon: f32;
}

/** Writes y, and for the gradient each row's mean and 1 / sqrt(variance + epsilon). */
export function layerNorm(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<LayerNormArgs>(args), n = q.columns, end = min(q.rows, (tile + 1) * q.block);
  for (let row = tile * q.block; row < end; ++row) {
    const x = at(q.x, row * n), y = at(q.out, row * n), mean = sumOf(x, n) / <f32>n, mean4 = f32x4.splat(mean);
    let squares = f32x4.splat(0), i = 0;
    for (; i + 4 <= n; i += 4) {
      const d = f32x4.sub(v128.load(at(x, i)), mean4);
      squares = fma(d, d, squares);
    }
    let variance = sum4(squares);
    for (; i < n; ++i) { const d = load<f32>(at(x, i)) - mean; variance += d * d; }
    const factor: f32 = <f32>1 / Mathf.sqrt(variance / <f32>n + q.epsilon), factor4 = f32x4.splat(factor);
    for (i = 0; i < n; i += 4) {
      const d = f32x4.mul(f32x4.sub(loadSome(at(x, i), n - i), mean4), factor4);
      storeSome(at(y, i), fma(d, loadSome(at(q.gamma, i), n - i), loadSome(at(q.beta, i), n - i)), n - i);
    }
    store<f32>(at(q.mean, row), mean);
    store<f32>(at(q.factor, row), factor);
  }
}

function sumOf(x: usize, n: i32): f32 {
  let a = f32x4.splat(0), b = a;
  for (; n >= 8; n -= 8) {
    a = f32x4.add(a, v128.load(x)); b = f32x4.add(b, v128.load(x, 16));
    x += 32;
  }
  a = f32x4.add(a, b);
  for (; n > 0; n -= 4) { a = f32x4.add(a, loadSome(x, n)); x += 16; }
  return sum4(a);
}

@unmanaged class LayerNormGradArgs {
  dy: usize; x: usize; gamma: usize; mean: usize; factor: usize; dx: usize;
  /** Each tile's own sums: [tiles][columns]. */
  gammaParts: usize; betaParts: usize;
  rows: i32; columns: i32; block: i32;
}

/** dx, and a tile's part of the gradients of gamma and beta. */
export function layerNormGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<LayerNormGradArgs>(args), n = q.columns, end = min(q.rows, (tile + 1) * q.block);
  const gammaPart = at(q.gammaParts, tile * n), betaPart = at(q.betaParts, tile * n);
  memory.fill(gammaPart, 0, <usize>n << 2);
  memory.fill(betaPart, 0, <usize>n << 2);
  for (let row = tile * q.block; row < end; ++row) {
    const x = at(q.x, row * n), dy = at(q.dy, row * n), dx = at(q.dx, row * n);
    const mean = f32x4.splat(load<f32>(at(q.mean, row))), factor = f32x4.splat(load<f32>(at(q.factor, row)));
    let sum = f32x4.splat(0), product = sum;
    for (let i = 0; i < n; i += 4) {
      const rest = n - i, g = loadSome(at(dy, i), rest);
      // lanes past the end are 0 in g, and so in everything that is summed
      const normal = f32x4.mul(f32x4.sub(loadSome(at(x, i), rest), mean), factor);
      const scaled = f32x4.mul(g, loadSome(at(q.gamma, i), rest));
      sum = f32x4.add(sum, scaled);
      product = fma(scaled, normal, product);
      storeSome(at(gammaPart, i), fma(g, normal, loadSome(at(gammaPart, i), rest)), rest);
      storeSome(at(betaPart, i), f32x4.add(g, loadSome(at(betaPart, i), rest)), rest);
    }
    const a = f32x4.splat(sum4(sum) / <f32>n), b = f32x4.splat(sum4(product) / <f32>n);
    for (let i = 0; i < n; i += 4) {
      const rest = n - i, normal = f32x4.mul(f32x4.sub(loadSome(at(x, i), rest), mean), factor);
      const scaled = f32x4.mul(loadSome(at(dy, i), rest), loadSome(at(q.gamma, i), rest));
      storeSome(at(dx, i), f32x4.mul(factor, f32x4.sub(f32x4.sub(scaled, a), f32x4.mul(normal, b))), rest);
    }
  }
}
