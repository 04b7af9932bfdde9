// Four-lane elementary functions. Errors are a few units in the last place; NaN stays NaN.
//
// Their constants are read from a table in memory: V8 builds a vector constant from four instructions
// wherever it is used, which takes longer than the arithmetic between them; a load takes one.
import { fma } from './simd';

/** Where the table is: memory that the engine set aside. */
// @ts-ignore: decorator
@external('env', 'constants') declare const constants: usize;

// @ts-ignore: decorator
@inline
export function constant(index: usize): v128 { return v128.load32_splat(constants + (index << 2)); }
// @ts-ignore: decorator
@inline
function put(index: usize, value: f32): void { store<f32>(constants + (index << 2), value); }

// @ts-ignore: decorator
@inline
function putInt(index: usize, value: i32): void { store<i32>(constants + (index << 2), value); }

/** Writes the table; each function below names its part of it. Called once, before all else. */
export function writeConstants(): void {
  put(0, 1); put(1, 0.5);
  // exp4: bounds, 1.5 * 2^23, 1 / ln 2, ln 2 in two parts, polynomial
  put(2, -104); put(3, 89); put(4, 12582912); put(5, 1.44269504088896341); put(6, -0.693359375); put(7, 2.12194440e-4);
  put(8, 1.9875691500e-4); put(9, 1.3981999507e-3); put(10, 8.3334519073e-3); put(11, 4.1665795894e-2);
  put(12, 1.6666665459e-1); put(13, 5.0000001201e-1); putInt(14, 127);
  // tanh4: bounds, numerator, denominator
  put(16, 7.90531110763549805); put(17, -7.90531110763549805);
  put(18, -2.76076847742355e-16); put(19, 2.00018790482477e-13); put(20, -8.60467152213735e-11);
  put(21, 5.12229709037114e-08); put(22, 1.48572235717979e-05); put(23, 6.37261928875436e-04);
  put(24, 4.89352455891786e-03); put(25, 1.19825839466702e-06); put(26, 1.18534705686654e-04);
  put(27, 2.26843463243900e-03); put(28, 4.89352518554385e-03);
  // log4: smallest normal number, 2^23, sqrt(1/2), polynomial, ln 2 in two parts
  put(32, 1.17549435e-38); put(33, 8388608); put(34, 0.707106781186547524); put(35, 7.0376836292e-2);
  put(36, -1.1514610310e-1); put(37, 1.1676998740e-1); put(38, -1.2420140846e-1); put(39, 1.4249322787e-1);
  put(40, -1.6668057665e-1); put(41, 2.0000714765e-1); put(42, -2.4999993993e-1); put(43, 3.3333331174e-1);
  put(44, -2.12194440e-4); put(45, -0.5); put(46, 0.693359375);
  putInt(47, 126); putInt(48, 23); putInt(49, 0x007fffff); put(50, Infinity); put(51, NaN); put(52, 1e30);
  // random.ts: the multipliers of Philox, 2^-23
  putInt(53, 0xd2511f53); putInt(54, 0xcd9e8d57); put(55, 1.1920928955078125e-7);
}

/** e^x: 2^n times a polynomial on [-ln2/2, ln2/2] (Cephes expf). 0 below -104, infinity above 88.7. */
// @ts-ignore: decorator
@inline
export function exp4(v: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(v, constant(2)), constant(3));
  // rounding to a whole number by adding 1.5 * 2^23: the sum's low bits are that number
  const magic = constant(4), t = fma(x, constant(5), magic), n = f32x4.sub(t, magic);
  // ln 2 in two parts, so that n ln 2 is subtracted without loss
  let r = fma(n, constant(6), x);
  r = fma(n, constant(7), r);
  let p = fma(constant(8), r, constant(9));
  p = fma(p, r, constant(10));
  p = fma(p, r, constant(11));
  p = fma(p, r, constant(12));
  p = fma(p, r, constant(13));
  p = f32x4.add(fma(p, f32x4.mul(r, r), r), constant(0));
  // 2^n as two factors: n reaches 128 and -150, beyond what one float's exponent holds
  const i = i32x4.sub(t, magic), half = i32x4.shr_s(i, 1), bias = constant(14);
  const a = i32x4.shl(i32x4.add(half, bias), 23);
  const b = i32x4.shl(i32x4.add(i32x4.sub(i, half), bias), 23);
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
  const x = f32x4.pmin(f32x4.pmax(v, constant(17)), constant(16));
  const x2 = f32x4.mul(x, x);
  let p = fma(x2, constant(18), constant(19));
  p = fma(x2, p, constant(20));
  p = fma(x2, p, constant(21));
  p = fma(x2, p, constant(22));
  p = fma(x2, p, constant(23));
  p = fma(x2, p, constant(24));
  let q = fma(x2, constant(25), constant(26));
  q = fma(x2, q, constant(27));
  q = fma(x2, q, constant(28));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** 1 / (1 + e^-x), exact relative to itself for very negative x too. */
// @ts-ignore: decorator
@inline
export function sigmoid4(v: v128): v128 {
  const one = constant(0);
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
  // denormal numbers are scaled up first
  const one = constant(0), tiny = f32x4.lt(v, constant(32));
  const x = v128.bitselect(f32x4.mul(v, constant(33)), v, tiny);
  let e = i32x4.sub(i32x4.shr_u(x, 23), constant(47));
  e = i32x4.sub(e, v128.and(constant(48), tiny));
  // mantissa in [0.5, 1), then in [sqrt(1/2), sqrt(2))
  let m = v128.or(v128.and(x, constant(49)), constant(1));
  const low = f32x4.lt(m, constant(34));
  e = i32x4.add(e, low); // a true lane is -1
  m = f32x4.add(f32x4.sub(m, one), v128.and(m, low));
  const n = f32x4.convert_i32x4_s(e), z = f32x4.mul(m, m);
  let p = fma(constant(35), m, constant(36));
  p = fma(p, m, constant(37));
  p = fma(p, m, constant(38));
  p = fma(p, m, constant(39));
  p = fma(p, m, constant(40));
  p = fma(p, m, constant(41));
  p = fma(p, m, constant(42));
  p = fma(p, m, constant(43));
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = fma(n, constant(44), y);
  y = fma(z, constant(45), y);
  let r = fma(n, constant(46), f32x4.add(m, y));
  const infinity = constant(50), zero = f32x4.splat(0);
  r = v128.bitselect(infinity, r, f32x4.eq(v, infinity));
  r = v128.bitselect(f32x4.neg(infinity), r, f32x4.eq(v, zero));
  // negative or NaN
  return v128.bitselect(r, constant(51), f32x4.ge(v, zero));
}

/** ln(1 + x), exact relative to itself near zero. */
// @ts-ignore: decorator
@inline
export function log1p4(v: v128): v128 {
  const one = constant(0), u = f32x4.add(one, v), d = f32x4.sub(u, one);
  // what rounding 1 + x lost is made up for by the ratio x / ((1 + x) - 1)
  const log = log4(u), scaled = f32x4.mul(log, f32x4.div(v, d));
  const plain = v128.bitselect(v, log, f32x4.eq(d, f32x4.splat(0)));
  const finite = f32x4.lt(f32x4.abs(v), constant(52));
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
