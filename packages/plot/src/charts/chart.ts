import { checkOptions } from '@ibexjs/core';
import { Figure, type SvgOptions, type TerminalOptions } from '../figure.js';
import { renderVega, type ChartSpec } from '../render/vega.js';
import { resolveTerminal } from '../terminal/ansi.js';
import { THEMES, type Theme } from '../theme.js';

/** How wide a chart is drawn, and what stands above it. */
export interface ChartOptions {
  /** Stands above the chart and describes it to screen readers. */
  title?: string;
  /** Width of the plotting area. Default 420. */
  width?: number;
  /** Height of the plotting area; the default depends on the chart. */
  height?: number;
}

export const CHART_KEYS = ['title', 'width', 'height'] as const;

/** A chart: a Vega-Lite specification for SVG and PNG, a text drawing for the terminal. */
export class Chart extends Figure {
  readonly #spec: (theme: Theme) => ChartSpec;
  readonly #terminal: (options: Required<TerminalOptions>) => string;

  constructor(
    title: string,
    spec: (theme: Theme) => ChartSpec,
    terminal: (options: Required<TerminalOptions>) => string,
  ) {
    super(title);
    this.#spec = spec;
    this.#terminal = terminal;
  }

  override toTerminal(options: TerminalOptions = {}): string {
    checkOptions('figure.toTerminal', options, ['color', 'width']);
    return this.#terminal(resolveTerminal(options));
  }

  override async toSvg(options: SvgOptions = {}): Promise<string> {
    checkOptions('figure.toSvg', options, ['theme', 'background']);
    const { theme = 'light', background = true } = options;
    return renderVega(this.#spec(THEMES[theme]), this.title, theme, background);
  }
}
