import { checkOptions, ValueError, writeFileAtomic } from '@ibexjs/core';
import type { Figure } from '../figure.js';
import { escapeAttribute, escapeText } from '../render/escape.js';
import { tidyTable, type Cell, type TableData } from '../terminal/table.js';
import { factsHtml, figureHtml, tableHtml } from './sections.js';
import { STYLE } from './style.js';

export interface ReportOptions {
  title: string;
  /** A line beneath the title. */
  subtitle?: string;
  /** The document's language. Default `'en'`. */
  lang?: string;
}

/**
 * A page of headings, text, tables, drawings and logs, as one HTML file without any outside
 * resource: it can be mailed, archived and opened offline, and follows the reader's light or dark
 * setting. Each method adds a section and returns the report.
 *
 * @example
 * const report = new Report({ title: 'MNIST' })
 *   .facts({ 'test accuracy': 0.979, seconds: 41 })
 *   .heading('Training')
 *   .figure(plotHistory(history), 'Loss falls for ten epochs.');
 * await report.save('report.html');
 */
export class Report {
  readonly #options: ReportOptions;
  readonly #sections: (() => string | Promise<string>)[] = [];
  #figures = 0;

  /** @throws ValueError without a title */
  constructor(options: ReportOptions) {
    checkOptions('Report', options, ['title', 'subtitle', 'lang']);
    if (!options?.title) throw new ValueError('Report: option "title" is needed.');
    this.#options = options;
  }

  /** A heading; `level` 2 (default) opens a part, 3 a subpart. */
  heading(text: string, level: 2 | 3 = 2): this {
    return this.#add(() => `<h${level}>${escapeText(text)}</h${level}>`);
  }

  /** Paragraphs; an empty line in the text starts a new one. */
  text(text: string): this {
    return this.#add(() =>
      text
        .split(/\n\s*\n/)
        .map((paragraph) => `<p>${escapeText(paragraph.trim())}</p>`)
        .join('\n'),
    );
  }

  /** A few results that should be seen first, each with its name. */
  facts(facts: Readonly<Record<string, Cell>>): this {
    return this.#add(() => factsHtml(facts));
  }

  /** A table. @throws ValueError when rows differ in length */
  table(table: TableData): this {
    const tidy = tidyTable('report.table', table);
    return this.#add(() => tableHtml(tidy));
  }

  /** A chart or an image grid, with an optional caption. */
  figure(figure: Figure, caption?: string): this {
    const id = `f${this.#figures++}-`;
    return this.#add(() => figureHtml(figure, caption, id));
  }

  /** Text in a fixed-width font, as it is: code, a model's summary, a log. */
  code(text: string): this {
    return this.#add(() => `<pre>${escapeText(text.replace(/\n$/, ''))}</pre>`);
  }

  /** The whole page. */
  async toHtml(): Promise<string> {
    const { title, subtitle, lang = 'en' } = this.#options;
    const sections: string[] = [];
    for (const section of this.#sections) sections.push(await section());
    return [
      '<!doctype html>',
      `<html lang="${escapeAttribute(lang)}">`,
      '<head>',
      '<meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      `<title>${escapeText(title)}</title>`,
      '<link rel="icon" href="data:,">',
      `<style>\n${STYLE}\n</style>`,
      '</head>',
      '<body>',
      '<main>',
      `<header><h1>${escapeText(title)}</h1>`,
      ...(subtitle === undefined ? [] : [`<p class="subtitle">${escapeText(subtitle)}</p>`]),
      '</header>',
      ...sections,
      '</main>',
      '</body>',
      '</html>',
      '',
    ].join('\n');
  }

  /** Writes the page to a file, whole or not at all. */
  async save(path: string): Promise<void> {
    await writeFileAtomic(path, await this.toHtml());
  }

  #add(section: () => string | Promise<string>): this {
    this.#sections.push(section);
    return this;
  }
}
