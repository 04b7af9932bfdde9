/** The little of protocol buffers' wire format that TensorFlow's settings need. */

export function varint(field: number, value: number): number[] {
  const bytes = [field << 3];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

export function message(field: number, bytes: readonly number[]): number[] {
  const [, ...length] = varint(0, bytes.length);
  return [(field << 3) | 2, ...length, ...bytes];
}

export function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

/** An attribute (AttrValue, its field `list`) that is a list of words. */
export function wordsAttribute(words: readonly string[]): Uint8Array {
  return Uint8Array.from(
    message(
      1,
      words.flatMap((word) => text(2, word)),
    ),
  );
}
