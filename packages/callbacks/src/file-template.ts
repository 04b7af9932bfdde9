import { ValueError } from '@ibexjs/core';

const FIELD = /\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}/g;
const SPEC = /^(0?)(\d*)(?:\.(\d+))?([dfe]?)$/;

/**
 * Fills a file name as Python's `str.format` does: `'{epoch:02d}-{val_loss:.2f}.npz'` becomes
 * `'03-0.25.npz'`. Field formats are `d`, `f` and `e` with width and precision, and none.
 *
 * @throws ValueError for a name that `values` lacks, or a format that is none of those
 */
export function fillTemplate(template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(FIELD, (field, name?: string, spec?: string) => {
    if (field === '{{' || field === '}}') return field[0]!;
    const value = values[name!];
    if (value === undefined) {
      throw new ValueError(
        `File name "${template}": there is no "${name}" to fill in. Available: ${Object.keys(values).join(', ')}.`,
      );
    }
    return formatNumber(value, spec ?? '', template);
  });
}

function formatNumber(value: number, spec: string, template: string): string {
  const match = SPEC.exec(spec);
  if (!match) {
    throw new ValueError(`File name "${template}": the format ":${spec}" is not known.`);
  }
  const [, zero, width, precision, kind] = match;
  let text = String(value);
  if (kind === 'd') text = String(Math.trunc(value));
  else if (kind === 'e') text = value.toExponential(Number(precision ?? 6));
  else if (kind === 'f' || precision !== undefined) text = value.toFixed(Number(precision ?? 6));
  return text.padStart(Number(width), zero ? '0' : ' ');
}
