import { FormatError } from '@ibexjs/core/plain';

/** What a literal of Python may be: enough for the headers of npy files. */
export type PythonLiteral =
  string | number | boolean | null | PythonLiteral[] | { [key: string]: PythonLiteral };

const MAX_DEPTH = 32;
const WORDS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

/**
 * Reads a Python literal: dict, tuple, list, string, whole number, True, False, None. Nothing is
 * evaluated. Tuples and lists both become arrays.
 *
 * @throws FormatError at anything else
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  let at = 0;

  function fail(): never {
    throw new FormatError(
      `Not a Python literal at character ${at}: ${JSON.stringify(text.slice(at, at + 24))}.`,
    );
  }
  function skipSpace(): void {
    while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  }
  function take(character: string): boolean {
    skipSpace();
    if (text[at] !== character) return false;
    at++;
    return true;
  }
  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }
  function list(close: string, depth: number): PythonLiteral[] {
    const items: PythonLiteral[] = [];
    while (!take(close)) {
      items.push(value(depth + 1));
      if (!take(',')) {
        if (take(close)) break;
        fail();
      }
    }
    return items;
  }
  function dict(depth: number): { [key: string]: PythonLiteral } {
    const entries: [string, PythonLiteral][] = [];
    while (!take('}')) {
      const key = value(depth + 1);
      if (typeof key !== 'string' || !take(':')) fail();
      entries.push([key, value(depth + 1)]);
      if (!take(',')) {
        if (take('}')) break;
        fail();
      }
    }
    // fromEntries makes own properties, whatever their names
    return Object.fromEntries(entries);
  }
  function value(depth: number): PythonLiteral {
    if (depth > MAX_DEPTH) fail();
    if (take('{')) return dict(depth);
    if (take('(')) return list(')', depth);
    if (take('[')) return list(']', depth);
    const string = match(/[bu]?'[^'\\]*'|[bu]?"[^"\\]*"/y);
    if (string !== undefined) return string.replace(/^[bu]?.|.$/g, '');
    const number = match(/-?\d{1,16}L?/y);
    if (number !== undefined) return parseInt(number, 10);
    const word = match(/True|False|None/y);
    if (word !== undefined) return WORDS[word]!;
    return fail();
  }

  const result = value(0);
  skipSpace();
  if (at !== text.length) fail();
  return result;
}
