/** Elements that HTML leaves open. */
const VOID = new Set(['meta', 'link', 'br', 'img', 'input']);

/** True when every tag of an XML or HTML document is closed by its own partner. */
export function isWellFormed(document: string): boolean {
  const open: string[] = [];
  // tags with quoted attribute values, which may hold any character but the quote
  const tags = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:@-]+(?:="[^"]*")?)*)\s*(\/?)>/g;
  const rest = document.replace(/<!doctype html>/i, '').replace(/<style>[^<]*<\/style>/g, '');
  for (const [, closing, name = '', , selfClosing] of rest.matchAll(tags)) {
    if (closing) {
      if (open.pop() !== name) return false;
    } else if (!selfClosing && !VOID.has(name)) open.push(name);
  }
  // what is no tag must hold neither < nor a bare &
  const text = rest.replace(tags, '');
  return open.length === 0 && !/<|&(?!amp;|lt;|gt;|quot;|#)/.test(text);
}

/** Width and height of a PNG file, after checking its signature. */
export function pngSize(file: Uint8Array): [width: number, height: number] {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (signature.some((byte, i) => file[i] !== byte)) throw new Error('not a PNG file');
  const view = new DataView(file.buffer, file.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}
