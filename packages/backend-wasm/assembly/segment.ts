import { addInto, at } from './simd';

@unmanaged class SegmentSumArgs {
  x: usize; ids: usize; out: usize; count: i32; inner: i32; segments: i32; block: i32;
}

/** out[ids[i], :] += x[i, :]; a tile is a block of columns, so that tiles never share an output. */
export function segmentSum(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<SegmentSumArgs>(args), inner = q.inner, from = tile * q.block;
  const width = min(q.block, inner - from), segments = <u32>q.segments, x = q.x, out = q.out;
  for (let s = 0; s < q.segments; ++s) memory.fill(at(out, s * inner + from), 0, <usize>width << 2);
  for (let i = 0; i < q.count; ++i) {
    const id = load<i32>(at(q.ids, i));
    if (<u32>id >= segments) continue; // negative ids are dropped, as in TensorFlow
    addInto(at(out, id * inner + from), at(x, i * inner + from), width);
  }
}

/** The same for int32. */
export function segmentSumInt(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<SegmentSumArgs>(args), inner = q.inner, from = tile * q.block;
  const width = min(q.block, inner - from), segments = <u32>q.segments;
  for (let s = 0; s < q.segments; ++s) memory.fill(at(q.out, s * inner + from), 0, <usize>width << 2);
  for (let i = 0; i < q.count; ++i) {
    const id = load<i32>(at(q.ids, i));
    if (<u32>id >= segments) continue;
    const target = at(q.out, id * inner + from), source = at(q.x, i * inner + from);
    for (let k = 0; k < width; ++k) {
      const d = at(target, k);
      store<i32>(d, load<i32>(d) + load<i32>(at(source, k)));
    }
  }
}
