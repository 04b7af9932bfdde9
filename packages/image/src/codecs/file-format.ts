import { ValueError } from '@ibexjs/core';

/** Formats of picture files that are read; all but svg are written as well. */
export const FILE_FORMATS = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif', 'bmp', 'ppm'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const ENDINGS: Readonly<Record<string, FileFormat>> = {
  jpg: 'jpeg',
  jpe: 'jpeg',
  tif: 'tiff',
  pgm: 'ppm',
  pnm: 'ppm',
};

/** The format that a file's name, or a format's, tells. @throws ValueError for an unknown one */
export function readFileFormat(where: string, nameOrFormat: string): FileFormat {
  const ending = nameOrFormat.split('.').pop()!.toLowerCase();
  const format = ENDINGS[ending] ?? FILE_FORMATS.find((known) => known === ending);
  if (format) return format;
  throw new ValueError(
    `${where}: "${nameOrFormat}" names no picture format. Known: ${FILE_FORMATS.join(', ')}; ` +
      'set option "fileFormat" for a name without an ending.',
  );
}

/** What the first bytes of a file tell; undefined for what the platform's decoder must judge. */
export function sniffFormat(bytes: Uint8Array): 'bmp' | 'ppm' | undefined {
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return 'bmp';
  if (bytes[0] === 0x50 && /[2356]/.test(String.fromCharCode(bytes[1] ?? 0))) return 'ppm';
  return undefined;
}
