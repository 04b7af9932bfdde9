import { addInto, at } from './simd';

@unmanaged class SegmentSumArgs {
  x: usize; ids: usize; out: usize; count: i32; inner: i32; segments: i32; block: i32;
}

/**
 * out[ids[i], :] += x[i, :]. A tile is `block` segments: it reads all ids and takes those that are
 * its own. Negative ids and those beyond the last are dropped, as in TensorFlow.
 */
export function segmentSum(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<SegmentSumArgs>(args), inner = q.inner, from = tile * q.block, x = q.x, out = q.out;
  const width = <u32>min(q.block, q.segments - from);
  memory.fill(at(out, from * inner), 0, (<usize>width * <usize>inner) << 2);
  for (let i = 0; i < q.count; ++i) {
    const id = load<i32>(at(q.ids, i));
    if (<u32>(id - from) < width) addInto(at(out, id * inner), at(x, i * inner), inner);
  }
}

/** The same for int32. */
export function segmentSumInt(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<SegmentSumArgs>(args), inner = q.inner, from = tile * q.block;
  const width = <u32>min(q.block, q.segments - from);
  memory.fill(at(q.out, from * inner), 0, (<usize>width * <usize>inner) << 2);
  for (let i = 0; i < q.count; ++i) {
    const id = load<i32>(at(q.ids, i));
    if (<u32>(id - from) >= width) continue;
    const target = at(q.out, id * inner), source = at(q.x, i * inner);
    for (let k = 0; k < inner; ++k) {
      const d = at(target, k);
      store<i32>(d, load<i32>(d) + load<i32>(at(source, k)));
    }
  }
}
