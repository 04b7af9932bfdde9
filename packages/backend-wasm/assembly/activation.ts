import { exp4, expm14, sigmoid4 } from './math';

// Numbers of the activations that can be fused; src/activation.ts has the same list.
// @ts-ignore: decorator
@inline const RELU: i32 = 1;
// @ts-ignore: decorator
@inline const RELU6: i32 = 2;
// @ts-ignore: decorator
@inline const LEAKY_RELU: i32 = 3;
// @ts-ignore: decorator
@inline const ELU: i32 = 4;
// @ts-ignore: decorator
@inline const SIGMOID: i32 = 5;

// @ts-ignore: decorator
@inline
function activate4(v: v128, activation: i32, alpha: v128): v128 {
  const zero = f32x4.splat(0);
  if (activation == RELU) return f32x4.pmax(v, zero);
  if (activation == RELU6) return f32x4.pmin(f32x4.pmax(v, zero), f32x4.splat(6));
  if (activation == LEAKY_RELU) return v128.bitselect(f32x4.mul(v, alpha), v, f32x4.lt(v, zero));
  if (activation == ELU) return v128.bitselect(expm14(v), v, f32x4.lt(v, zero));
  if (activation == SIGMOID) return sigmoid4(v);
  return v;
}

/** c[i, j] = activation(c[i, j] + bias[j]) for rows of `columns` floats; bias 0: none. */
export function finish(
  c: usize, ldc: usize, rows: i32, columns: i32, bias: usize, activation: i32, alpha: f32, spare: usize,
): void {
  if (!bias && !activation) return;
  const alpha4 = f32x4.splat(alpha), whole = columns & ~3, rest = <usize>(columns - whole) << 2;
  for (let r = 0; r < rows; ++r) {
    let p = c, b = bias;
    for (let j = 0; j < whole; j += 4) {
      let v = v128.load(p);
      if (bias) { v = f32x4.add(v, v128.load(b)); b += 16; }
      v128.store(p, activate4(v, activation, alpha4));
      p += 16;
    }
    if (rest) {
      memory.copy(spare, p, rest);
      let v = v128.load(spare);
      if (bias) {
        memory.copy(spare + 16, b, rest);
        v = f32x4.add(v, v128.load(spare, 16));
      }
      v128.store(spare, activate4(v, activation, alpha4));
      memory.copy(p, spare, rest);
    }
    c += ldc;
  }
}
