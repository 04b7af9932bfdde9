import { checkOptions, ValueError, writeFileAtomic } from '@ibexjs/core';
import { svgToPng } from './render/resvg.js';
import type { ThemeName } from './theme.js';

export interface TerminalOptions {
  /** ANSI colours; default: when the output is a terminal and `NO_COLOR` is unset. */
  color?: boolean;
  /** Columns to fill at most; default: the terminal's width, 80 elsewhere. */
  width?: number;
}

export interface SvgOptions {
  /** Default `'light'`. */
  theme?: ThemeName;
  /** False leaves the page behind visible. Default true. */
  background?: boolean;
}

export interface PngOptions {
  /** Default `'light'`. */
  theme?: ThemeName;
  /** Pixels for each unit of the SVG. Default 2, sharp on high-resolution screens. */
  scale?: number;
}

/** A drawing with three faces: text for a terminal, SVG, PNG. */
export abstract class Figure {
  /** What it shows; the heading in a terminal and the description for screen readers. */
  readonly title: string;

  protected constructor(title: string) {
    this.title = title;
  }

  /** The drawing as text, without a newline at its end. */
  abstract toTerminal(options?: TerminalOptions): string;

  /** The drawing as a complete SVG document. */
  abstract toSvg(options?: SvgOptions): Promise<string>;

  /**
   * The drawing as the bytes of a PNG file. Node only.
   * @throws ValueError in a page: use `toSvg` there
   */
  async toPng(options: PngOptions = {}): Promise<Uint8Array> {
    checkOptions('figure.toPng', options, ['theme', 'scale']);
    const { theme = 'light', scale = 2 } = options;
    return svgToPng(await this.toSvg({ theme }), scale);
  }

  /**
   * Writes the drawing to a file, whole or not at all; the name's ending (`.svg`, `.png`, `.txt`)
   * says in which form.
   */
  async save(path: string, options: { theme?: ThemeName } = {}): Promise<void> {
    checkOptions('figure.save', options, ['theme']);
    const ending = /\.(svg|png|txt)$/i.exec(path)?.[1]?.toLowerCase();
    if (ending === 'svg') await writeFileAtomic(path, await this.toSvg(options));
    else if (ending === 'png') await writeFileAtomic(path, await this.toPng(options));
    else if (ending === 'txt') {
      await writeFileAtomic(path, `${this.toTerminal({ color: false })}\n`);
    } else {
      throw new ValueError(
        `figure.save: the file name must end in .svg, .png or .txt; received ${JSON.stringify(path)}.`,
      );
    }
  }

  /** The text face, so that `console.log(String(figure))` draws. */
  toString(): string {
    return this.toTerminal();
  }
}
