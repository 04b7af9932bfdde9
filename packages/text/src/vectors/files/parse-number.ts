const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i);

/**
 * The decimal number in bytes from `from` to `to`; NaN when it is none. Several times as fast as by
 * way of a string, and as exact: digits below 2^53 and powers up to 10^22 make one rounding only.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  let digits = 0;
  let count = 0;
  let fraction = -1;
  let seen = false;
  for (; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === DOT && fraction < 0) {
      fraction = 0;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9 || count > 15) return parseAsText(bytes, from, to);
    seen = true;
    digits = digits * 10 + digit;
    if (digits > 0) count++;
    if (fraction >= 0) fraction++;
  }
  if (fraction > 22 || !seen) return parseAsText(bytes, from, to);
  const size = fraction > 0 ? digits / POWERS[fraction]! : digits;
  return negative ? -size : size;
}

function parseAsText(bytes: Uint8Array, from: number, to: number): number {
  const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 64)));
  return text.trim() === '' ? NaN : Number(text);
}
