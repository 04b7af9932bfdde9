import { decodeImg, encodeImg, loadImg, saveImg } from '../index.js';
import { fromBase64, largestGap, picture } from '../testing.js';

/** What the page tells the test. */
export interface Seen {
  /** Largest difference of the pixels to those of PIL, by file. */
  gaps: Record<string, number>;
  /** Of a picture written and read again, by format. */
  written: Record<string, number>;
  /** Width, height and channels of what `loadImg` gave of a Blob. */
  loaded: number[];
  /** Why there is no `saveImg`. */
  refusal: string;
  /** What a damaged file gave. */
  damaged: string;
}

interface File {
  name: string;
  file: string;
  rgb: string;
}

const codeOf = (error: unknown) => (error as { code: string }).code;

export default async function look(): Promise<Seen> {
  const files = (await (await fetch('/files.json')).json()) as File[];
  const gaps: Record<string, number> = {};
  for (const { name, file, rgb } of files.filter(({ name }) => !name.startsWith('tiff'))) {
    gaps[name] = largestGap((await decodeImg(fromBase64(file))).data, fromBase64(rgb));
  }
  const written: Record<string, number> = {};
  const img = picture([5, 7, 3], 4);
  for (const format of ['png', 'bmp', 'ppm']) {
    written[format] = largestGap((await decodeImg(await encodeImg(img, format))).data, img.data);
  }
  const loaded = await loadImg(new Blob([(await encodeImg(img, 'jpeg')) as BlobPart]), {
    targetSize: [4, 6],
  });
  const refusal = await saveImg('a.png', img).then(() => 'saved', codeOf);
  const damaged = await decodeImg(new Uint8Array(20)).then(() => 'read', codeOf);
  const { width, height, channels } = loaded;
  return {
    gaps,
    written,
    loaded: [width, height, channels],
    refusal: String(refusal),
    damaged: String(damaged),
  };
}
