/** Config entries that Keras wants as a Python float, and refuses as an int. */
const FLOATS = new Set(['learning_rate', 'momentum', 'beta', 'threshold']);

/**
 * A config as JSON text that Keras reads. JavaScript writes 1.0 as `1`, which is an int to Python,
 * and some of Keras' constructors refuse that: there `1.0` is written.
 */
export function toPythonJson(config: unknown, indent?: number): string {
  const mark = (key: string, value: unknown) =>
    FLOATS.has(key) && Number.isInteger(value) ? `__float__${value as number}` : value;
  return JSON.stringify(config, mark, indent).replace(/"__float__(-?\d+)"/g, '$1.0');
}
