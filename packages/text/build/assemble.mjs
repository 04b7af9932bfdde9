// Compiles assembly/*.ts (AssemblyScript) to WebAssembly and writes generated/kernel.js, the binary
// as base64 text. The output is left alone while the sources are the same.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const target = join(root, 'generated');
const output = join(target, 'kernel.js');

const texts = new Map(
  readdirSync(join(root, 'assembly'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => [name, readFileSync(join(root, 'assembly', name), 'utf8')]),
);
const hash = createHash('sha256').update(readFileSync(import.meta.filename));
for (const [name, text] of texts) hash.update(name).update(text);
const stamp = `// sources: ${hash.digest('hex')}\n`;
if (existsSync(output) && readFileSync(output, 'utf8').startsWith(stamp)) process.exit(0);

const ENTRY = `
export { configure, setSeed, takeLoss } from './state';
export { train } from './models';
`;

const files = new Map();
const messages = [];
const stream = { write: (text) => messages.push(text) };
const { error } = await asc.main(
  [
    ...['entry.ts', '--outFile', 'out.wasm', '--textFile', 'out.wat', '--runtime', 'stub'],
    ...['--enable', 'simd', '--enable', 'threads', '--use', 'abort=', '-O3', '--noAssert'],
    ...['--importMemory', '--noExportMemory', '--sharedMemory', '--maximumMemory', '65536'],
  ],
  {
    readFile: (name) => (name === 'entry.ts' ? ENTRY : (texts.get(name) ?? null)),
    writeFile: (name, contents) => void files.set(name, contents),
    listFiles: () => [],
    stdout: stream,
    stderr: stream,
  },
);
if (error) throw new Error(messages.join('') || String(error));
// The layout of the memory is ours: the module must not put data of its own into it.
if (/\(data /.test(files.get('out.wat'))) throw new Error('the module holds static data');

/** Where the memory import says "shared" (limits flag 3); 1 there makes it an unshared one. */
const binary = Buffer.from(files.get('out.wasm'));
const name = Buffer.from([3, ...Buffer.from('env'), 6, ...Buffer.from('memory'), 2, 3]);
const at = binary.indexOf(name);
if (at < 0) throw new Error('memory import not found');

mkdirSync(target, { recursive: true });
writeFileSync(
  output,
  `${stamp}export const sharedFlagOffset = ${at + name.length - 1};\n` +
    `export const base64 = '${binary.toString('base64')}';\n`,
);
writeFileSync(
  join(target, 'kernel.d.ts'),
  'export declare const sharedFlagOffset: number;\nexport declare const base64: string;\n',
);
console.log(`assembled the word vector kernel: ${binary.length} bytes`);
