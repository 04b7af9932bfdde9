import { isNode, ValueError } from '@ibexjs/core';
import type * as resvg from '@resvg/resvg-js';

// A name the bundlers of pages do not follow: the renderer is a native module of Node's.
const RENDERER = '@resvg/resvg-js';

/** Draws an SVG document into the bytes of a PNG file. Text uses the machine's own fonts. */
export async function svgToPng(svg: string, scale: number): Promise<Uint8Array> {
  if (!isNode) {
    throw new ValueError('figure.toPng: PNG files are drawn in Node only. Use figure.toSvg here.');
  }
  if (!(scale > 0 && scale <= 16)) {
    throw new ValueError(
      `figure.toPng: option "scale" must be above 0 and at most 16; received ${scale}.`,
    );
  }
  const { Resvg } = (await import(/* @vite-ignore */ RENDERER)) as typeof resvg;
  return new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
  })
    .render()
    .asPng();
}
