import { resetColor, trueColor, visibleWidth } from './ansi.js';

export interface TerminalImage {
  width: number;
  height: number;
  /** Four bytes a pixel. */
  rgba: Uint8ClampedArray;
  label: string | undefined;
  /** Escape sequence that colours the label. */
  labelCode: string | undefined;
}

type Rgb = readonly [number, number, number];

const GAP = '  ';
/** Neither half, the upper, the lower, both. */
const HALVES = [' ', '▀', '▄', '█'];

/**
 * Images beside each other, as many as the width allows. Each character shows two pixels, one above
 * the other (▀ in the colour of the upper on the colour of the lower); without colours the
 * bright half is drawn. Images wider than the terminal are shrunk to it.
 */
export function drawImages(
  images: readonly TerminalImage[],
  options: { color: boolean; width: number; columns: number },
): string {
  const { color, width } = options;
  const widest = Math.max(...images.map((image) => image.width));
  const shrink = Math.min(1, width / widest);
  const cellWidth = Math.max(
    Math.floor(widest * shrink),
    ...images.map(({ label }) => Math.min(visibleWidth(label ?? ''), width)),
  );
  const fitting = Math.max(1, Math.floor((width + GAP.length) / (cellWidth + GAP.length)));
  const columns = Math.min(options.columns, fitting);

  const lines: string[] = [];
  for (let start = 0; start < images.length; start += columns) {
    if (start > 0) lines.push('');
    lines.push(...drawRow(images.slice(start, start + columns), { color, shrink, cellWidth }));
  }
  return lines.join('\n');
}

function drawRow(
  images: readonly TerminalImage[],
  { color, shrink, cellWidth }: { color: boolean; shrink: number; cellWidth: number },
): string[] {
  const drawn = images.map((image) => (color ? halfBlocks(image, shrink) : shades(image, shrink)));
  const height = Math.max(...drawn.map((lines) => lines.length));
  const rows = Array.from({ length: height }, (_, y) =>
    drawn.map((lines) => padVisible(lines[y] ?? '', cellWidth)).join(GAP),
  );
  if (images.every(({ label }) => label === undefined)) return rows.map(trimEnd);
  const labels = images.map(({ label = '', labelCode }) => {
    const padded = padVisible(label, cellWidth);
    return labelCode === undefined ? padded : `${labelCode}${padded}${resetColor}`;
  });
  return [...rows, labels.join(GAP)].map(trimEnd);
}

/** The mean colour of the pixels that fall into a square of the shrunk image. */
function pixel(image: TerminalImage, x: number, y: number, shrink: number): Rgb {
  const x0 = Math.floor(x / shrink);
  const y0 = Math.floor(y / shrink);
  const x1 = Math.min(image.width, Math.max(x0 + 1, Math.floor((x + 1) / shrink)));
  const y1 = Math.min(image.height, Math.max(y0 + 1, Math.floor((y + 1) / shrink)));
  const sum: [number, number, number] = [0, 0, 0];
  for (let v = y0; v < y1; v++) {
    for (let u = x0; u < x1; u++) {
      for (let c = 0; c < 3; c++) sum[c]! += image.rgba[(v * image.width + u) * 4 + c]!;
    }
  }
  const count = Math.max(1, (x1 - x0) * (y1 - y0));
  return [Math.round(sum[0] / count), Math.round(sum[1] / count), Math.round(sum[2] / count)];
}

function halfBlocks(image: TerminalImage, shrink: number): string[] {
  const width = Math.floor(image.width * shrink);
  const height = Math.floor(image.height * shrink);
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = '';
    let last = '';
    for (let x = 0; x < width; x++) {
      const top = pixel(image, x, y, shrink);
      const bottom = y + 1 < height ? pixel(image, x, y + 1, shrink) : top;
      const colors = trueColor(top, bottom);
      line += colors === last ? '▀' : `${colors}▀`;
      last = colors;
    }
    lines.push(line + resetColor);
  }
  return lines;
}

/** Without colours: which half of the character is bright, ▒ where both are in between. */
function shades(image: TerminalImage, shrink: number): string[] {
  const width = Math.floor(image.width * shrink);
  const height = Math.floor(image.height * shrink);
  const bright = (x: number, y: number) => {
    if (y >= height) return 0;
    const [r, g, b] = pixel(image, x, y, shrink);
    return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
  };
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) =>
    Array.from({ length: width }, (_unused, x) => {
      const top = bright(x, 2 * row);
      const bottom = bright(x, 2 * row + 1);
      const middle = top > 0.25 && top < 0.75 && bottom > 0.25 && bottom < 0.75;
      return middle ? '▒' : HALVES[(top >= 0.5 ? 1 : 0) + (bottom >= 0.5 ? 2 : 0)]!;
    }).join(''),
  );
}

function padVisible(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleWidth(text)));
}

function trimEnd(text: string): string {
  return text.replace(/ +$/, '');
}
