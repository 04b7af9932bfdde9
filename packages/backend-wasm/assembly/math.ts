// Four-lane elementary functions. Errors are a few units in the last place; NaN stays NaN.
import { fma } from './simd';

/** e^x: 2^n times a polynomial on [-ln2/2, ln2/2] (Cephes expf). 0 below -104, infinity above 88.7. */
// @ts-ignore: decorator
@inline
export function exp4(v: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(v, f32x4.splat(-104)), f32x4.splat(89));
  // rounding to a whole number by adding 1.5 * 2^23: the sum's low bits are that number
  const magic = f32x4.splat(12582912), t = fma(x, f32x4.splat(1.44269504088896341), magic), n = f32x4.sub(t, magic);
  // ln 2 in two parts, so that n ln 2 is subtracted without loss
  let r = fma(n, f32x4.splat(-0.693359375), x);
  r = fma(n, f32x4.splat(2.12194440e-4), r);
  let p = fma(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = fma(p, r, f32x4.splat(8.3334519073e-3));
  p = fma(p, r, f32x4.splat(4.1665795894e-2));
  p = fma(p, r, f32x4.splat(1.6666665459e-1));
  p = fma(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(fma(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2^n as two factors: n reaches 128 and -150, beyond what one float's exponent holds
  const i = i32x4.sub(t, magic), half = i32x4.shr_s(i, 1);
  const a = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  const b = i32x4.shl(i32x4.add(i32x4.sub(i, half), i32x4.splat(127)), 23);
  return f32x4.mul(f32x4.mul(p, a), b);
}

/** e^x - 1 without cancellation near zero. */
// @ts-ignore: decorator
@inline
export function expm14(v: v128): v128 {
  // Taylor to x^7 inside [-0.35, 0.35]: error below 1e-8 of x
  let p = fma(f32x4.splat(<f32>(1.0 / 5040.0)), v, f32x4.splat(<f32>(1.0 / 720.0)));
  p = fma(p, v, f32x4.splat(<f32>(1.0 / 120.0)));
  p = fma(p, v, f32x4.splat(<f32>(1.0 / 24.0)));
  p = fma(p, v, f32x4.splat(<f32>(1.0 / 6.0)));
  p = fma(p, v, f32x4.splat(0.5));
  const near = fma(f32x4.mul(p, v), v, v);
  const far = f32x4.sub(exp4(v), f32x4.splat(1));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(v), f32x4.splat(0.35)));
}

/** tanh x: a rational function of odd degree 13 over degree 6 (as in Eigen), 1 beyond ±7.9. */
// @ts-ignore: decorator
@inline
export function tanh4(v: v128): v128 {
  const bound = f32x4.splat(7.90531110763549805);
  const x = f32x4.pmin(f32x4.pmax(v, f32x4.neg(bound)), bound);
  const x2 = f32x4.mul(x, x);
  let p = fma(x2, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = fma(x2, p, f32x4.splat(-8.60467152213735e-11));
  p = fma(x2, p, f32x4.splat(5.12229709037114e-08));
  p = fma(x2, p, f32x4.splat(1.48572235717979e-05));
  p = fma(x2, p, f32x4.splat(6.37261928875436e-04));
  p = fma(x2, p, f32x4.splat(4.89352455891786e-03));
  let q = fma(x2, f32x4.splat(1.19825839466702e-06), f32x4.splat(1.18534705686654e-04));
  q = fma(x2, q, f32x4.splat(2.26843463243900e-03));
  q = fma(x2, q, f32x4.splat(4.89352518554385e-03));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** 1 / (1 + e^-x), exact relative to itself for very negative x too. */
// @ts-ignore: decorator
@inline
export function sigmoid4(v: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(v))));
}

/** ln x of one positive number, in double: its exponent, and an atanh series of its mantissa. */
export function ln(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let exponent = <i32>((bits >> 52) & 0x7ff) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) { mantissa *= 0.5; ++exponent; }
  const z = (mantissa - 1) / (mantissa + 1), z2 = z * z;
  let sum: f64 = 0, power = z;
  for (let i = 1; i < 20; i += 2) { sum += power / <f64>i; power *= z2; }
  return <f64>exponent * 0.6931471805599453 + 2 * sum;
}

/** ln x: exponent times ln 2 plus a polynomial of the mantissa (Cephes logf). */
// @ts-ignore: decorator
@inline
export function log4(v: v128): v128 {
  const one = f32x4.splat(1), smallest = f32x4.splat(1.17549435e-38);
  // denormal numbers are scaled up first
  const tiny = f32x4.lt(v, smallest);
  const x = v128.bitselect(f32x4.mul(v, f32x4.splat(8388608)), v, tiny);
  let e = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  e = i32x4.sub(e, v128.and(i32x4.splat(23), tiny));
  // mantissa in [0.5, 1), then in [sqrt(1/2), sqrt(2))
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), f32x4.splat(0.5));
  const low = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  e = i32x4.add(e, low); // a true lane is -1
  m = f32x4.add(f32x4.sub(m, one), v128.and(m, low));
  const n = f32x4.convert_i32x4_s(e), z = f32x4.mul(m, m);
  let p = fma(f32x4.splat(7.0376836292e-2), m, f32x4.splat(-1.1514610310e-1));
  p = fma(p, m, f32x4.splat(1.1676998740e-1));
  p = fma(p, m, f32x4.splat(-1.2420140846e-1));
  p = fma(p, m, f32x4.splat(1.4249322787e-1));
  p = fma(p, m, f32x4.splat(-1.6668057665e-1));
  p = fma(p, m, f32x4.splat(2.0000714765e-1));
  p = fma(p, m, f32x4.splat(-2.4999993993e-1));
  p = fma(p, m, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = fma(n, f32x4.splat(-2.12194440e-4), y);
  y = fma(z, f32x4.splat(-0.5), y);
  let r = fma(n, f32x4.splat(0.693359375), f32x4.add(m, y));
  const infinity = f32x4.splat(Infinity), zero = f32x4.splat(0);
  r = v128.bitselect(infinity, r, f32x4.eq(v, infinity));
  r = v128.bitselect(f32x4.neg(infinity), r, f32x4.eq(v, zero));
  // negative or NaN
  return v128.bitselect(r, f32x4.splat(NaN), f32x4.ge(v, zero));
}

/** ln(1 + x), exact relative to itself near zero. */
// @ts-ignore: decorator
@inline
export function log1p4(v: v128): v128 {
  const one = f32x4.splat(1), u = f32x4.add(one, v), d = f32x4.sub(u, one);
  // what rounding 1 + x lost is made up for by the ratio x / ((1 + x) - 1)
  const log = log4(u), scaled = f32x4.mul(log, f32x4.div(v, d));
  const plain = v128.bitselect(v, log, f32x4.eq(d, f32x4.splat(0)));
  const finite = f32x4.lt(f32x4.abs(v), f32x4.splat(1e30));
  return v128.bitselect(scaled, plain, v128.andnot(finite, f32x4.eq(d, f32x4.splat(0))));
}

/** ln(1 + e^x). */
// @ts-ignore: decorator
@inline
export function softplus4(v: v128): v128 {
  return f32x4.add(f32x4.max(v, f32x4.splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(v)))));
}

/** The error function (Abramowitz and Stegun 7.1.26; absolute error 1.5e-7). */
// @ts-ignore: decorator
@inline
export function erf4(v: v128): v128 {
  const one = f32x4.splat(1), x = f32x4.abs(v);
  const t = f32x4.div(one, fma(f32x4.splat(0.3275911), x, one));
  let p = fma(f32x4.splat(1.061405429), t, f32x4.splat(-1.453152027));
  p = fma(p, t, f32x4.splat(1.421413741));
  p = fma(p, t, f32x4.splat(-0.284496736));
  p = f32x4.mul(fma(p, t, f32x4.splat(0.254829592)), t);
  const y = f32x4.sub(one, f32x4.mul(p, exp4(f32x4.neg(f32x4.mul(x, x)))));
  const sign = v128.and(v, f32x4.splat(-0.0));
  return v128.or(y, sign);
}
