import { nodeBuffer } from './platform.js';

/**
 * The bytes that a text in base64 stands for: `fromBase64('AAEC')` gives 0, 1, 2. In Node a hundred times
 * as fast as going over the text in JavaScript.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const { Buffer } = nodeBuffer() ?? {};
  if (Buffer) return new Uint8Array(Buffer.from(text, 'base64'));
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
