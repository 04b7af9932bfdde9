import type { TopLevelSpec } from 'vega-lite';
import { escapeAttribute } from './escape.js';
import { FONT, THEMES, type ThemeName } from '../theme.js';

/** A Vega-Lite drawing without the parts that the theme adds. */
export type ChartSpec = Record<string, unknown>;

/** Vega-Lite's `config`: one look for every chart. */
function themeConfig(name: ThemeName, background: boolean): ChartSpec {
  const { ink, muted, line, paper } = THEMES[name];
  return {
    background: background ? paper : null,
    padding: background ? 16 : 2,
    font: FONT,
    title: {
      anchor: 'start',
      color: ink,
      fontSize: 14,
      fontWeight: 600,
      offset: 12,
      subtitleColor: muted,
    },
    view: { stroke: null },
    axis: {
      domainColor: line,
      gridColor: line,
      tickColor: line,
      labelColor: muted,
      titleColor: muted,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 'normal',
      labelPadding: 6,
      labelFlush: false,
      titlePadding: 10,
      tickSize: 4,
    },
    axisX: { grid: false },
    axisY: { domain: false, ticks: false, grid: true },
    legend: {
      orient: 'top',
      direction: 'horizontal',
      title: null,
      labelColor: ink,
      labelFontSize: 12,
      symbolType: 'circle',
      symbolStrokeWidth: 0,
      symbolSize: 90,
      offset: 8,
    },
    line: { strokeWidth: 2.5, strokeCap: 'round', strokeJoin: 'round' },
    text: { color: ink },
  };
}

/**
 * Draws a Vega-Lite specification into an SVG document, without a DOM. Vega is loaded when the
 * first chart is drawn, so that importing this package costs nothing.
 */
export async function renderVega(
  spec: ChartSpec,
  title: string,
  theme: ThemeName,
  background: boolean,
): Promise<string> {
  const vega = await import('vega');
  const vegaLite = await import('vega-lite');
  const whole = { ...spec, config: themeConfig(theme, background) } as unknown as TopLevelSpec;
  const compiled = vegaLite.compile(whole, { logger: vega.logger(vega.Error) });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    return svg.replace('<svg ', `<svg role="img" aria-label="${escapeAttribute(title)}" `);
  } finally {
    view.finalize();
  }
}
