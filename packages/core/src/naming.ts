const counters = new Map<string, number>();

/**
 * Keras' automatic name of an object of that class: `Conv2D` → `conv2d`, `PReLU` → `p_re_lu`.
 * Not `toSnakeCase`: the two differ at digits and runs of capitals, and names stand in files.
 */
export function objectName(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** `dense` at the first call, then `dense_1`, `dense_2` …: counted for the whole process, as Keras does. */
export function uniqueName(prefix: string): string {
  const used = counters.get(prefix) ?? 0;
  counters.set(prefix, used + 1);
  return used === 0 ? prefix : `${prefix}_${used}`;
}

/** Starts the automatic names again from the beginning, as Keras' `clear_session` does. */
export function resetUids(): void {
  counters.clear();
}
