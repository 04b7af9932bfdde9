import { erf4, exp4, expm14, log1p4, log4, sigmoid4, softplus4, tanh4 } from './math';
import { at } from './simd';

@unmanaged class UnaryArgs { x: usize; out: usize; count: i32; op: i32; block: i32; alpha: f32; beta: f32; }

/** The functions, in the order of UNARY_FUNCTIONS in src/elementwise.ts. */
// @ts-ignore: decorator
@inline
function apply(op: i32, v: v128, alpha: v128, beta: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  if (op == 0) return tanh4(v);
  if (op == 1) return exp4(v);
  if (op == 2) return log4(v);
  if (op == 3) return sigmoid4(v);
  if (op == 4) return expm14(v);
  if (op == 5) return log1p4(v);
  if (op == 6) return softplus4(v);
  if (op == 7) return erf4(v);
  if (op == 8) return f32x4.pmax(v, zero); // NaN stays: pmax(v, 0) is v < 0 ? 0 : v
  if (op == 9) return f32x4.pmin(f32x4.pmax(v, zero), f32x4.splat(6));
  if (op == 10) return v128.bitselect(f32x4.mul(v, alpha), v, f32x4.lt(v, zero));
  if (op == 11) return v128.bitselect(expm14(v), v, f32x4.lt(v, zero));
  if (op == 12) {
    const scale = f32x4.splat(1.0507009873554805), scaleAlpha = f32x4.splat(1.7580993408473766);
    return v128.bitselect(f32x4.mul(scaleAlpha, expm14(v)), f32x4.mul(scale, v), f32x4.lt(v, zero));
  }
  if (op == 13) {
    // 1 where positive, alpha elsewhere, NaN where NaN
    const step = v128.bitselect(one, alpha, f32x4.gt(v, zero));
    return v128.bitselect(step, v, f32x4.eq(v, v));
  }
  if (op == 14) return f32x4.abs(v);
  if (op == 15) return f32x4.neg(v);
  if (op == 16) return f32x4.mul(v, v);
  if (op == 17) return f32x4.sqrt(v);
  if (op == 18) return f32x4.div(one, f32x4.sqrt(v));
  if (op == 19) return f32x4.div(one, v);
  if (op == 20) return f32x4.pmin(f32x4.pmax(v, alpha), beta);
  return v;
}

/** Eight at a time: in wide kernels, neighbours computed alike become one 256-bit operation each. */
// @ts-ignore: decorator
@inline
function all(op: i32, x: usize, y: usize, n: i32, alpha: v128, beta: v128, spare: usize): void {
  for (; n > 0; n -= 8) {
    const rest = n < 8 ? <usize>n << 2 : 0;
    if (rest) memory.copy(spare, x, rest);
    const from = rest ? spare : x, to = rest ? spare : y;
    const u = v128.load(from), v = v128.load(from, 16);
    const first = apply(op, u, alpha, beta), second = apply(op, v, alpha, beta);
    v128.store(to, first); v128.store(to, second, 16);
    if (rest) memory.copy(y, spare, rest);
    x += 32; y += 32;
  }
}

/** out = f(x); a tile is `block` elements. */
export function unary(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<UnaryArgs>(args), from = tile * q.block, n = min(q.block, q.count - from);
  const x = at(q.x, from), y = at(q.out, from), a = f32x4.splat(q.alpha), b = f32x4.splat(q.beta);
  switch (q.op) {
    case 0: all(0, x, y, n, a, b, scratch); break;
    case 1: all(1, x, y, n, a, b, scratch); break;
    case 2: all(2, x, y, n, a, b, scratch); break;
    case 3: all(3, x, y, n, a, b, scratch); break;
    case 4: all(4, x, y, n, a, b, scratch); break;
    case 5: all(5, x, y, n, a, b, scratch); break;
    case 6: all(6, x, y, n, a, b, scratch); break;
    case 7: all(7, x, y, n, a, b, scratch); break;
    case 8: all(8, x, y, n, a, b, scratch); break;
    case 9: all(9, x, y, n, a, b, scratch); break;
    case 10: all(10, x, y, n, a, b, scratch); break;
    case 11: all(11, x, y, n, a, b, scratch); break;
    case 12: all(12, x, y, n, a, b, scratch); break;
    case 13: all(13, x, y, n, a, b, scratch); break;
    case 14: all(14, x, y, n, a, b, scratch); break;
    case 15: all(15, x, y, n, a, b, scratch); break;
    case 16: all(16, x, y, n, a, b, scratch); break;
    case 17: all(17, x, y, n, a, b, scratch); break;
    case 18: all(18, x, y, n, a, b, scratch); break;
    case 19: all(19, x, y, n, a, b, scratch); break;
    case 20: all(20, x, y, n, a, b, scratch); break;
    default: unreachable();
  }
}

/** Element sizes and conversions: 0 float→int, 1 int→float, 2 bool→float, 3 bool→int, 4 float→bool, 5 int→bool. */
@unmanaged class CastArgs { x: usize; out: usize; count: i32; kind: i32; block: i32; }

export function castTo(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<CastArgs>(args), from = tile * q.block, to = min(q.count, from + q.block), x = q.x, out = q.out;
  switch (q.kind) {
    case 0: for (let i = from; i < to; ++i) store<i32>(at(out, i), <i32>load<f32>(at(x, i))); break;
    case 1: for (let i = from; i < to; ++i) store<f32>(at(out, i), <f32>load<i32>(at(x, i))); break;
    case 2: for (let i = from; i < to; ++i) store<f32>(at(out, i), <f32>load<u8>(x + i)); break;
    case 3: for (let i = from; i < to; ++i) store<i32>(at(out, i), <i32>load<u8>(x + i)); break;
    case 4: for (let i = from; i < to; ++i) store<u8>(out + i, load<f32>(at(x, i)) != 0 ? 1 : 0); break;
    case 5: for (let i = from; i < to; ++i) store<u8>(out + i, load<i32>(at(x, i)) != 0 ? 1 : 0); break;
    default: unreachable();
  }
}
