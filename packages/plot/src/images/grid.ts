import { checkChoice, checkOptions, ValueError } from '@ibexjs/core';
import { checkSameLength } from '../data/numbers.js';
import { Figure, type SvgOptions, type TerminalOptions } from '../figure.js';
import { escapeAttribute, escapeText } from '../render/escape.js';
import { BOLD, GREEN, paint, RED, resolveTerminal } from '../terminal/ansi.js';
import { drawImages } from '../terminal/image.js';
import { BAD, FONT, GOOD, THEMES } from '../theme.js';
import { COLORMAPS, ownRange, toRgba, type ColormapName } from './colormap.js';
import { encodePng, pngDataUrl } from './png.js';
import { naturalRange, toRaster, type ImageLike, type Raster, type ValueRange } from './raster.js';

/** How a label is coloured. */
export type Tone = 'plain' | 'good' | 'bad';

export interface ImageGridOptions {
  /** Stands above the grid and describes it to screen readers. */
  title?: string;
  /** A line beneath each image. */
  labels?: ArrayLike<string | number>;
  /** Colour of each label: `good` is green, `bad` is red. Default `plain`. */
  tones?: ArrayLike<Tone>;
  /** Images in a row. Default: 10, or all when there are fewer. */
  columns?: number;
  /** Edge of an image in the drawing. Default 72. */
  size?: number;
  /** Values drawn darkest and brightest; `'each'` stretches every image alone. Default: see `naturalRange`. */
  range?: ValueRange | 'each';
  /** Colours of grey images. Default `'gray'`. */
  colormap?: ColormapName;
}

const KEYS = ['title', 'labels', 'tones', 'columns', 'size', 'range', 'colormap'];

/**
 * Images beside each other, with labels.
 *
 * @param images arrays of rows, or pixels with their size; for tensors see `imagesFromTensor`
 *
 * @example
 * imageGrid([[[0, 1], [1, 0]]], { labels: ['checks'] });
 *
 * @throws ValueError when there is no image, one is damaged, or labels and images differ in number
 */
export function imageGrid(images: readonly ImageLike[], options: ImageGridOptions = {}): ImageGrid {
  return new ImageGrid(images, options);
}

/** Images beside each other: block characters in a terminal, embedded PNG images in SVG. */
export class ImageGrid extends Figure {
  readonly #rasters: Raster[];
  readonly #ranges: ValueRange[];
  readonly #labels: string[] | undefined;
  readonly #tones: Tone[];
  readonly #columns: number;
  readonly #size: number;
  readonly #colormap: ColormapName;
  readonly #titled: boolean;

  constructor(images: readonly ImageLike[], options: ImageGridOptions) {
    checkOptions('imageGrid', options, KEYS);
    super(options.title ?? `${images.length} images`);
    if (images.length === 0) throw new ValueError('imageGrid: there are no images to draw.');
    const { labels, tones, columns = 10, size = 72, range, colormap = 'gray' } = options;
    for (const [name, list] of Object.entries({ labels, tones })) {
      if (list) checkSameLength('imageGrid', ['images', images.length], [name, list.length]);
    }
    this.#titled = options.title !== undefined;
    this.#rasters = images.map((image) => toRaster('imageGrid', image));
    const shared = range === undefined ? naturalRange(this.#rasters) : range;
    this.#ranges = this.#rasters.map((raster) => (shared === 'each' ? ownRange(raster) : shared));
    this.#labels = labels && Array.from(labels, String);
    this.#tones = images.map((_, i) =>
      checkChoice('imageGrid', 'tones', tones?.[i] ?? 'plain', ['plain', 'good', 'bad']),
    );
    this.#columns = Math.max(1, Math.min(Math.floor(columns), images.length));
    this.#size = size;
    this.#colormap = checkChoice('imageGrid', 'colormap', colormap, COLORMAPS);
  }

  override toTerminal(options: TerminalOptions = {}): string {
    checkOptions('figure.toTerminal', options, ['color', 'width']);
    const { color, width } = resolveTerminal(options);
    const codes = { plain: undefined, good: GREEN, bad: RED };
    const grid = drawImages(
      this.#rasters.map((raster, i) => ({
        width: raster.width,
        height: raster.height,
        rgba: this.#rgba(i),
        label: this.#labels?.[i],
        labelCode: color ? codes[this.#tones[i]!] : undefined,
      })),
      { color, width, columns: this.#columns },
    );
    return this.#titled ? `${paint(this.title, color ? BOLD : undefined)}\n${grid}` : grid;
  }

  override async toSvg(options: SvgOptions = {}): Promise<string> {
    checkOptions('figure.toSvg', options, ['theme', 'background']);
    const { theme = 'light', background = true } = options;
    const { ink, line, paper } = THEMES[theme];
    const margin = background ? 16 : 1;
    const gap = 10;
    const caption = this.#labels ? 18 : 0;
    const heading = this.#titled ? 26 : 0;
    const rows = Math.ceil(this.#rasters.length / this.#columns);
    const tallest = Math.max(...this.#rasters.map(({ width, height }) => height / width));
    const cell = this.#size * tallest + caption + gap;
    const width = 2 * margin + this.#columns * (this.#size + gap) - gap;
    const height = 2 * margin + heading + rows * cell - gap;
    const tones = { plain: ink, good: GOOD, bad: BAD };
    const pieces = this.#rasters.map((raster, i) => {
      const x = margin + (i % this.#columns) * (this.#size + gap);
      const y = margin + heading + Math.floor(i / this.#columns) * cell;
      const tall = (this.#size * raster.height) / raster.width;
      const label = this.#labels?.[i];
      return (
        `<image x="${x}" y="${y}" width="${this.#size}" height="${tall}" href="${this.#dataUrl(i)}"/>` +
        `<rect x="${x - 0.5}" y="${y - 0.5}" width="${this.#size + 1}" height="${tall + 1}" fill="none" stroke="${line}"/>` +
        (label === undefined
          ? ''
          : `<text x="${x + this.#size / 2}" y="${y + tall + 14}" text-anchor="middle" font-size="12" fill="${tones[this.#tones[i]!]}">${escapeText(label)}</text>`)
      );
    });
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeAttribute(this.title)}" ` +
      `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">` +
      (background ? `<rect width="${width}" height="${height}" fill="${paper}"/>` : '') +
      (this.#titled
        ? `<text x="${margin}" y="${margin + 12}" font-size="14" font-weight="600" fill="${ink}">${escapeText(this.title)}</text>`
        : '') +
      `${pieces.join('')}</svg>`
    );
  }

  #rgba(index: number): Uint8ClampedArray {
    return toRgba(this.#rasters[index]!, this.#ranges[index]!, this.#colormap);
  }

  /** Small images are enlarged pixel by pixel: browsers would blur them. */
  #dataUrl(index: number): string {
    const { width, height } = this.#rasters[index]!;
    const zoom = Math.max(1, Math.round((2 * this.#size) / width));
    return pngDataUrl(encodePng(this.#rgba(index), width, height, zoom));
  }
}
