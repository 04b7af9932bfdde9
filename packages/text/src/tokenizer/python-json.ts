/** Anything JSON can hold. Keys of a Map may be numbers; they are written as strings. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | Map<string | number, JsonValue>;

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `json.dumps(value)` of Python: a space after `,` and `:`, ASCII only, keys in their order. */
export function pythonJson(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value instanceof Map) {
    const entries = Array.from(value, ([key, v]) => `${quoted(String(key))}: ${pythonJson(v)}`);
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}
