import { at } from './simd';

/**
 * out[r, i] = f(a[r, i], b[r, i]) over rows of `inner` elements. A row of a starts at r * aRow; aStep
 * is 1, or 0 where one element serves the whole row. A tile is `block` elements of the output.
 */
@unmanaged class BinaryArgs {
  a: usize; b: usize; out: usize; count: i32; inner: i32;
  aRow: i32; aStep: i32; bRow: i32; bStep: i32; op: i32; block: i32;
}

/** The functions, by the numbers of BINARY_FUNCTIONS in src/elementwise.ts; 8 to 13 are comparisons. */
// @ts-ignore: decorator
@inline
function apply(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.add(a, b);
  if (op == 1) return f32x4.sub(a, b);
  if (op == 2) return f32x4.mul(a, b);
  if (op == 3) return f32x4.div(a, b);
  if (op == 4) return f32x4.max(a, b);
  if (op == 5) return f32x4.min(a, b);
  if (op == 6) { const d = f32x4.sub(a, b); return f32x4.mul(d, d); }
  // gradient of elu: dy where y >= 0, dy (y + 1) elsewhere
  if (op == 7) return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, f32x4.splat(0)));
  // prelu: a, or b a where a is negative
  if (op == 14) return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)));
  // gradient of relu: dy where y is positive
  if (op == 15) return v128.and(a, f32x4.gt(b, f32x4.splat(0)));
  if (op == 8) return f32x4.gt(a, b);
  if (op == 9) return f32x4.ge(a, b);
  if (op == 10) return f32x4.lt(a, b);
  if (op == 11) return f32x4.le(a, b);
  if (op == 12) return f32x4.eq(a, b);
  return f32x4.ne(a, b);
}

// @ts-ignore: decorator
@inline
function isComparison(op: i32): bool { return op >= 8 && op <= 13; }

/** Four results: floats, or for comparisons four bytes of 0 and 1. */
// @ts-ignore: decorator
@inline
function put(op: i32, out: usize, v: v128): void {
  if (!isComparison(op)) v128.store(out, v);
  else {
    const ones = v128.and(v, i32x4.splat(1)), shorts = i16x8.narrow_i32x4_s(ones, ones);
    v128.store_lane<u32>(out, i8x16.narrow_i16x8_s(shorts, shorts), 0);
  }
}

// @ts-ignore: decorator
@inline
function row(op: i32, a: usize, aStep: i32, b: usize, bStep: i32, out: usize, n: i32): void {
  const size: usize = isComparison(op) ? 4 : 16;
  if (aStep && bStep) {
    for (; n >= 4; n -= 4) { put(op, out, apply(op, v128.load(a), v128.load(b))); a += 16; b += 16; out += size; }
  } else if (aStep) {
    const v = v128.load32_splat(b);
    for (; n >= 4; n -= 4) { put(op, out, apply(op, v128.load(a), v)); a += 16; out += size; }
  } else {
    const v = v128.load32_splat(a);
    for (; n >= 4; n -= 4) { put(op, out, apply(op, v, v128.load(b))); b += 16; out += size; }
  }
  const aSize = <usize>aStep << 2, bSize = <usize>bStep << 2;
  for (; n > 0; --n) {
    const v = apply(op, v128.load32_splat(a), v128.load32_splat(b));
    if (!isComparison(op)) v128.store_lane<f32>(out, v, 0);
    else store<u8>(out, i32x4.extract_lane(v, 0) & 1);
    a += aSize; b += bSize; out += size >> 2;
  }
}

// @ts-ignore: decorator
@inline
function all(op: i32, q: BinaryArgs, tile: i32): void {
  const inner = q.inner, to = min(q.count, (tile + 1) * q.block), outSize: i32 = isComparison(op) ? 1 : 4;
  for (let i = tile * q.block; i < to; ) {
    const r = i / inner, start = i - r * inner, n = min(inner - start, to - i);
    row(op, at(q.a, r * q.aRow + start * q.aStep), q.aStep, at(q.b, r * q.bRow + start * q.bStep), q.bStep, q.out + <usize>(i * outSize), n);
    i += n;
  }
}

export function binary(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<BinaryArgs>(args);
  switch (q.op) {
    case 0: all(0, q, tile); break;
    case 1: all(1, q, tile); break;
    case 2: all(2, q, tile); break;
    case 3: all(3, q, tile); break;
    case 4: all(4, q, tile); break;
    case 5: all(5, q, tile); break;
    case 6: all(6, q, tile); break;
    case 7: all(7, q, tile); break;
    case 8: all(8, q, tile); break;
    case 9: all(9, q, tile); break;
    case 10: all(10, q, tile); break;
    case 11: all(11, q, tile); break;
    case 12: all(12, q, tile); break;
    case 13: all(13, q, tile); break;
    case 14: all(14, q, tile); break;
    case 15: all(15, q, tile); break;
    default: unreachable();
  }
}

/** `inner` counts bytes; 1 and 4 are those of single elements. */
@unmanaged class SelectArgs { condition: usize; a: usize; b: usize; out: usize; count: i32; inner: i32; block: i32; }

/** out[i, :] = condition[i] ? a[i, :] : b[i, :]. A tile is `block` conditions. */
export function select(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<SelectArgs>(args), inner = q.inner, to = min(q.count, (tile + 1) * q.block);
  let i = tile * q.block;
  if (inner == 4) {
    const zero = i32x4.splat(0);
    for (; i + 4 <= to; i += 4) {
      const bytes = v128.load32_zero(q.condition + i);
      const lanes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
      v128.store(at(q.out, i), v128.bitselect(v128.load(at(q.a, i)), v128.load(at(q.b, i)), i32x4.ne(lanes, zero)));
    }
  }
  for (; i < to; ++i) {
    const source = load<u8>(q.condition + i) ? q.a : q.b;
    memory.copy(q.out + <usize>(i * inner), source + <usize>(i * inner), inner);
  }
}
