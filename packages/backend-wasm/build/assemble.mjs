// Compiles assembly/*.ts (AssemblyScript) to WebAssembly and writes generated/kernels.js: three
// binaries as base64 text, and the table of operations. The binaries: `plain` SIMD; `relaxed`, which
// multiplies and adds in one instruction; `wide`, the same with 16 columns instead of 8 side by side in
// matrix products, for engines that make one 256-bit operation of two of 128 bits.
//
// An operation is an exported function `name(args: usize, tile: i32, scratch: usize): void` in any
// file of assembly/. It is found by that signature, gets a number, and `dispatch` calls it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'assembly');
const target = join(root, 'generated');
const OPERATION = /^export function (\w+)\(args: usize, tile: i32, scratch: usize\): void/gm;

const files = readdirSync(sources)
  .filter((name) => name.endsWith('.ts'))
  .sort();
const texts = new Map(files.map((name) => [name, readFileSync(join(sources, name), 'utf8')]));

const hash = createHash('sha256').update(readFileSync(import.meta.filename));
for (const [name, text] of texts) hash.update(name).update(text);
const stamp = `// sources: ${hash.digest('hex')}\n`;
const output = join(target, 'kernels.js');
if (existsSync(output) && readFileSync(output, 'utf8').startsWith(stamp)) process.exit(0);

const operations = [...texts].flatMap(([name, text]) =>
  [...text.matchAll(OPERATION)].map((match) => ({ name: match[1], file: name.slice(0, -3) })),
);

/** The module that is compiled: every operation behind one switch, the threads' loop beside it. */
function entry() {
  const imports = operations.map(({ name, file }) => `import { ${name} } from './${file}';`);
  const cases = operations.map(
    ({ name }, i) => `    case ${i}: ${name}(args, tile, scratch); break;`,
  );
  return `${imports.join('\n')}
import { writeConstants } from './math';
function dispatch(op: i32, args: usize, tile: i32, scratch: usize): void {
  switch (op) {
${cases.join('\n')}
    default: unreachable();
  }
}
export function runTiles(op: i32, args: usize, from: i32, to: i32, scratch: usize): void {
  for (let tile = from; tile < to; ++tile) dispatch(op, args, tile, scratch);
}
export function prepare(): void { writeConstants(); }
/** Takes tiles from the shared counter at \`next\` until none is left; returns how many it took. */
export function takeTiles(op: i32, args: usize, next: usize, count: i32, scratch: usize): i32 {
  let taken = 0;
  for (let tile = atomic.add<i32>(next, 1); tile < count; tile = atomic.add<i32>(next, 1)) {
    dispatch(op, args, tile, scratch);
    ++taken;
  }
  return taken;
}
`;
}

async function compile({ relaxed = false, wide = false }) {
  const binaries = new Map();
  const messages = [];
  const write = { write: (text) => messages.push(text) };
  const { error } = await asc.main(
    [
      ...['entry.ts', '--outFile', 'out.wasm', '--textFile', 'out.wat', '--runtime', 'stub'],
      ...['--enable', 'simd', '--enable', 'threads', '--use', 'abort=', '-O3', '--noAssert'],
      ...['--importMemory', '--noExportMemory', '--sharedMemory', '--maximumMemory', '65536'],
      ...(relaxed ? ['--enable', 'relaxed-simd', '--use', 'USE_RELAXED=1'] : []),
      ...(wide ? ['--use', 'USE_WIDE=1'] : []),
    ],
    {
      readFile: (name) => (name === 'entry.ts' ? entry() : (texts.get(name) ?? null)),
      writeFile: (name, contents) => void binaries.set(name, contents),
      listFiles: () => [],
      stdout: write,
      stderr: write,
    },
  );
  if (error) throw new Error(messages.join('') || String(error));
  const text = binaries.get('out.wat');
  // The memory is tfjs's own: static data or a heap pointer of ours would fall into its stack.
  if (/\(data /.test(text)) throw new Error('the module holds static data; use scratch memory');
  if (/\(global [^\n]*\(mut /.test(text)) throw new Error('the module holds a mutable global');
  return binaries.get('out.wasm');
}

/** Where the memory import says "shared" (limits flag 3); 1 there makes it an unshared one. */
function sharedFlagOffset(binary) {
  const name = [3, ...Buffer.from('env'), 6, ...Buffer.from('memory'), 2, 3];
  const at = Buffer.from(binary).indexOf(Buffer.from(name));
  if (at < 0) throw new Error('memory import not found');
  return at + name.length - 1;
}

const variants = {
  plain: await compile({}),
  relaxed: await compile({ relaxed: true }),
  wide: await compile({ relaxed: true, wide: true }),
};
const entries = Object.entries(variants).map(
  ([name, binary]) =>
    `export const ${name} = { sharedFlagOffset: ${sharedFlagOffset(binary)}, base64: '${Buffer.from(binary).toString('base64')}' };\n`,
);
const table = operations.map(({ name }, i) => `  ${name}: ${i},\n`).join('');
mkdirSync(target, { recursive: true });
writeFileSync(output, `${stamp}export const ops = {\n${table}};\n${entries.join('')}`);
writeFileSync(
  join(target, 'kernels.d.ts'),
  `export declare const ops: {\n${operations.map(({ name }) => `  readonly ${name}: number;\n`).join('')}};\n` +
    `export interface Binary {\n  readonly sharedFlagOffset: number;\n  readonly base64: string;\n}\n` +
    `${Object.keys(variants)
      .map((name) => `export declare const ${name}: Binary;\n`)
      .join('')}`,
);
const sizes = Object.entries(variants).map(([name, { length }]) => `${name} ${length}`);
console.log(`assembled ${operations.length} operations: ${sizes.join(', ')} bytes`);
