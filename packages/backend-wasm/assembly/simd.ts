// Small SIMD helpers. `fma` is one rounding with relaxed SIMD, two without.
// `@inline` before a function is AssemblyScript's own, which TypeScript's checker does not know: hence
// the `@ts-ignore: decorator` here and in the other kernels.

// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (isDefined(USE_RELAXED)) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** The sum of four lanes, in a fixed order. */
// @ts-ignore: decorator
@inline
export function sum4(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** Byte address of element `i` of a float32 (or int32) array. */
// @ts-ignore: decorator
@inline
export function at(base: usize, i: i32): usize {
  return base + (<usize>i << 2);
}

/** v += addend, for n floats. */
export function addInto(target: usize, source: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
    target += 16; source += 16;
  }
  for (; n > 0; --n) {
    store<f32>(target, load<f32>(target) + load<f32>(source));
    target += 4; source += 4;
  }
}

/** Up to four floats; lanes past `n` are zero. */
// @ts-ignore: decorator
@inline
export function loadSome(p: usize, n: i32): v128 {
  if (n >= 4) return v128.load(p);
  let v = v128.load32_zero(p);
  if (n > 1) v = f32x4.replace_lane(v, 1, load<f32>(p, 4));
  if (n > 2) v = f32x4.replace_lane(v, 2, load<f32>(p, 8));
  return v;
}

// @ts-ignore: decorator
@inline
export function storeSome(p: usize, v: v128, n: i32): void {
  if (n >= 4) { v128.store(p, v); return; }
  store<f32>(p, f32x4.extract_lane(v, 0));
  if (n > 1) store<f32>(p, f32x4.extract_lane(v, 1), 4);
  if (n > 2) store<f32>(p, f32x4.extract_lane(v, 2), 8);
}
