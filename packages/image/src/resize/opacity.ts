/**
 * Colours multiplied by their opacity and back, in PIL's whole numbers: pixels that cannot be seen
 * must not colour their neighbours when a picture is resized.
 */
export function multiplyByOpacity(rgba: Uint8Array): Uint8Array {
  const out = rgba.slice();
  for (let at = 0; at < out.length; at += 4) {
    const opacity = out[at + 3]!;
    for (let c = at; c < at + 3; c++) {
      const product = out[c]! * opacity + 128;
      out[c] = ((product >> 8) + product) >> 8;
    }
  }
  return out;
}

export function divideByOpacity(rgba: Uint8Array): Uint8Array {
  const out = rgba.slice();
  for (let at = 0; at < out.length; at += 4) {
    const opacity = out[at + 3]!;
    if (opacity === 0 || opacity === 255) continue;
    for (let c = at; c < at + 3; c++) {
      out[c] = Math.min(255, Math.trunc((255 * out[c]!) / opacity));
    }
  }
  return out;
}
