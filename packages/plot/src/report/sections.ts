import type { Figure } from '../figure.js';
import { shortNumber } from '../data/numbers.js';
import { escapeText } from '../render/escape.js';
import type { Cell, TidyTable } from '../terminal/table.js';

export function factsHtml(facts: Readonly<Record<string, Cell>>): string {
  const items = Object.entries(facts).map(([name, value]) => {
    const text = typeof value === 'number' ? shortNumber(value) : String(value ?? '');
    return `<div><dt>${escapeText(name)}</dt><dd>${escapeText(text)}</dd></div>`;
  });
  return `<dl class="facts">${items.join('')}</dl>`;
}

export function tableHtml({ head, rows, align }: TidyTable): string {
  const cell = (tag: 'th' | 'td') => (text: string, column: number) => {
    const side = align[column];
    const set = side === undefined || side === 'left' ? '' : ` class="${side}"`;
    return `<${tag}${set}>${escapeText(text)}</${tag}>`;
  };
  const heading = head ? `<thead><tr>${head.map(cell('th')).join('')}</tr></thead>` : '';
  const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table>${heading}<tbody>${body}</tbody></table></div>`;
}

/** A figure's SVG inside the page; its ids get a prefix, for they share one page. */
export async function figureHtml(
  figure: Figure,
  caption: string | undefined,
  prefix: string,
): Promise<string> {
  const svg = await figure.toSvg({ background: false });
  const inlined = svg
    .replace(/ id="([\w-]+)"/g, ` id="${prefix}$1"`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${prefix}$1)`)
    .replace(/ ((?:xlink:)?href)="#/g, ` $1="#${prefix}`);
  const note = caption === undefined ? '' : `<figcaption>${escapeText(caption)}</figcaption>`;
  return `<figure><div class="drawing">${inlined}</div>${note}</figure>`;
}
