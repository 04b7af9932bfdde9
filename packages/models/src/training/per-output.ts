import { nearest, ValueError } from '@ibexjs/core';

/** Whether `value` is a dictionary by the names of outputs, rather than a config or an instance. */
export function isByOutput<T>(value: unknown): value is Readonly<Record<string, T>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null) &&
    !('class_name' in value)
  );
}

/**
 * A setting of `compile` spread over the outputs: a list has one entry for each, a dictionary is by
 * their names, and null stands where it has none.
 *
 * @throws ValueError when there are too many or too few, or a name is unknown
 */
export function perOutput<T>(
  option: string,
  setting: readonly (T | null | undefined)[] | Readonly<Record<string, T | null>>,
  outputNames: readonly string[],
): (T | null)[] {
  if (Array.isArray(setting)) {
    const list = setting as readonly (T | null | undefined)[];
    if (list.length === outputNames.length) return list.map((entry) => entry ?? null);
    throw new ValueError(
      `compile: "${option}" has ${list.length} entries; the model has ${outputNames.length} outputs (${outputNames.join(', ')}).`,
    );
  }
  const byName = setting as Readonly<Record<string, T | null>>;
  for (const name of Object.keys(byName)) {
    if (outputNames.includes(name)) continue;
    const near = nearest(name, outputNames);
    throw new ValueError(
      `compile: "${option}" has an entry "${name}", but the model has no output of that name.` +
        (near ? ` Did you mean "${near}"?` : ` Its outputs: ${outputNames.join(', ')}.`),
    );
  }
  return outputNames.map((name) => byName[name] ?? null);
}

/** Names of the outputs of a model that cannot tell them: output_1, output_2, … */
export function numberOutputs(count: number): string[] {
  return Array.from({ length: count }, (_, i) => (count === 1 ? 'output' : `output_${i + 1}`));
}
