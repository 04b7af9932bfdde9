// Rows are float32, their length in bytes a multiple of 16 (padded with zeros).

function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** a · b */
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let at: usize = 0;
  const whole = bytes & ~63;
  for (; at < whole; at += 64) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a + at), v128.load(b + at)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a + at, 32), v128.load(b + at, 32)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a + at, 48), v128.load(b + at, 48)));
  }
  for (; at < bytes; at += 16) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
  return sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** y += g x */
export function addScaled(y: usize, x: usize, g: f32, bytes: usize): void {
  const scale = f32x4.splat(g);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(scale, v128.load(x + at))));
  }
}

/** y += x */
export function add(y: usize, x: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(y + at, f32x4.add(v128.load(y + at), v128.load(x + at)));
  }
}

/** y *= g */
export function scale(y: usize, g: f32, bytes: usize): void {
  const factor = f32x4.splat(g);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(y + at, f32x4.mul(factor, v128.load(y + at)));
  }
}

/** The three products of `a` with b0, b1, b2, to three floats at `out`: `a` is read once. */
export function dot3(out: usize, a: usize, b0: usize, b1: usize, b2: usize, bytes: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let t0 = f32x4.splat(0);
  let t1 = f32x4.splat(0);
  let t2 = f32x4.splat(0);
  let at: usize = 0;
  const whole = bytes & ~31;
  for (; at < whole; at += 32) {
    const x = v128.load(a + at);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b0 + at)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b1 + at)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b2 + at)));
    const y = v128.load(a + at, 16);
    t0 = f32x4.add(t0, f32x4.mul(y, v128.load(b0 + at, 16)));
    t1 = f32x4.add(t1, f32x4.mul(y, v128.load(b1 + at, 16)));
    t2 = f32x4.add(t2, f32x4.mul(y, v128.load(b2 + at, 16)));
  }
  if (at < bytes) {
    const x = v128.load(a + at);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b0 + at)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b1 + at)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b2 + at)));
  }
  store<f32>(out, sumLanes(f32x4.add(s0, t0)));
  store<f32>(out, sumLanes(f32x4.add(s1, t1)), 4);
  store<f32>(out, sumLanes(f32x4.add(s2, t2)), 8);
}

/** work += g out, then out += g input, in one pass. */
export function exchange(work: usize, input: usize, out: usize, g: f32, bytes: usize): void {
  const scale = f32x4.splat(g);
  for (let at: usize = 0; at < bytes; at += 16) {
    const row = v128.load(out + at);
    v128.store(work + at, f32x4.add(v128.load(work + at), f32x4.mul(scale, row)));
    v128.store(out + at, f32x4.add(row, f32x4.mul(scale, v128.load(input + at))));
  }
}

/** `exchange` with three rows: `work` and `input` are read once. Rows may be the same one. */
export function exchange3(
  work: usize,
  input: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  gains: usize,
  bytes: usize,
): void {
  const g0 = f32x4.splat(load<f32>(gains));
  const g1 = f32x4.splat(load<f32>(gains, 4));
  const g2 = f32x4.splat(load<f32>(gains, 8));
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(input + at);
    let w = v128.load(work + at);
    const r0 = v128.load(b0 + at);
    w = f32x4.add(w, f32x4.mul(g0, r0));
    v128.store(b0 + at, f32x4.add(r0, f32x4.mul(g0, x)));
    const r1 = v128.load(b1 + at);
    w = f32x4.add(w, f32x4.mul(g1, r1));
    v128.store(b1 + at, f32x4.add(r1, f32x4.mul(g1, x)));
    const r2 = v128.load(b2 + at);
    w = f32x4.add(w, f32x4.mul(g2, r2));
    v128.store(b2 + at, f32x4.add(r2, f32x4.mul(g2, x)));
    v128.store(work + at, w);
  }
}
