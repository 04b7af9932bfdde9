import { exp4, ln } from './math';
import { at, loadSome, storeSome, sum4 } from './simd';

/** `labels` are rows of numbers, or one int32 class per row (`sparse`). */
@unmanaged class CrossEntropyArgs {
  labels: usize; logits: usize; losses: usize; gradient: usize; rows: i32; classes: i32; block: i32; sparse: i32;
}

/** Lanes at and past `n` become `filler`. */
// @ts-ignore: decorator
@inline
function cut(v: v128, n: i32, filler: f32): v128 {
  if (n >= 4) return v;
  if (n < 2) v = f32x4.replace_lane(v, 1, filler);
  if (n < 3) v = f32x4.replace_lane(v, 2, filler);
  return f32x4.replace_lane(v, 3, filler);
}

/** Per row: -sum(labels log softmax(logits)) and softmax(logits) - labels. */
export function crossEntropy(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<CrossEntropyArgs>(args), classes = q.classes, from = tile * q.block;
  for (let row = from, to = min(from + q.block, q.rows); row < to; ++row) {
    const x = at(q.logits, row * classes), out = at(q.gradient, row * classes);
    let most = f32x4.splat(-Infinity);
    for (let n = classes, p = x; n > 0; n -= 4, p += 16) most = f32x4.max(most, cut(loadSome(p, n), n, -Infinity));
    const peak = max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
    const peak4 = f32x4.splat(peak);
    let sums = f32x4.splat(0);
    for (let n = classes, p = x, o = out; n > 0; n -= 4, p += 16, o += 16) {
      const e = cut(exp4(f32x4.sub(loadSome(p, n), peak4)), n, 0);
      storeSome(o, e, n);
      sums = f32x4.add(sums, e);
    }
    const sum = sum4(sums), logSum = <f32>ln(sum), inverse = f32x4.splat(1 / sum);
    let loss: f32;
    if (q.sparse) {
      const label = load<i32>(at(q.labels, row));
      for (let n = classes, o = out; n > 0; n -= 4, o += 16) storeSome(o, f32x4.mul(loadSome(o, n), inverse), n);
      if (<u32>label < <u32>classes) {
        loss = logSum - (load<f32>(at(x, label)) - peak);
        store<f32>(at(out, label), load<f32>(at(out, label)) - 1);
      } else loss = NaN;
    } else {
      let weights = f32x4.splat(0), products = f32x4.splat(0);
      for (let n = classes, p = x, o = out, y = at(q.labels, row * classes); n > 0; n -= 4, p += 16, o += 16, y += 16) {
        const label = loadSome(y, n);
        storeSome(o, f32x4.sub(f32x4.mul(loadSome(o, n), inverse), label), n);
        weights = f32x4.add(weights, label);
        products = f32x4.add(products, f32x4.mul(label, cut(f32x4.sub(loadSome(p, n), peak4), n, 0)));
      }
      loss = sum4(weights) * logSum - sum4(products);
    }
    store<f32>(at(q.losses, row), sum == sum ? loss : NaN);
  }
}
