// Creates a compiling, tested package skeleton:  npm run new:package NAME -- [--deps core,formats]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { deps: { type: 'string', default: 'core' }, description: { type: 'string' } },
});
const name = positionals[0];
if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error(
    'usage: npm run new:package NAME -- [--deps core,formats] (lower-case letters, digits, dashes)',
  );
  process.exit(2);
}
const folder = join(root, 'packages', name);
if (existsSync(folder)) {
  console.error(`packages/${name} exists already`);
  process.exit(1);
}
const deps = values.deps.split(',').filter(Boolean);
for (const dep of deps) {
  if (!existsSync(join(root, 'packages', dep))) {
    console.error(`--deps names packages/${dep}, which does not exist`);
    process.exit(1);
  }
}
const { version } = JSON.parse(readFileSync(join(root, 'tools/generate/version.json'), 'utf8'));
const json = (value) => JSON.stringify(value, null, 2) + '\n';
const title = `@ibexjs/${name}`;
const description = values.description ?? `The ${name} package of Ibex.`;
const files = {
  'package.json': json({
    name: title,
    version,
    description,
    license: 'Apache-2.0',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    exports: {
      '.': {
        types: './dist/index.d.ts',
        node: './dist/node/index.js',
        default: './dist/index.js',
      },
      './package.json': './package.json',
    },
    files: ['dist', '!dist/.tsbuildinfo'],
    scripts: {
      build: 'tsc -b tsconfig.build.json && node ../../tools/bundle.mjs',
      test: 'node --experimental-vm-modules --disable-warning=ExperimentalWarning ../../node_modules/jest/bin/jest.js',
    },
    dependencies: Object.fromEntries([
      ...deps.map((dep) => [`@ibexjs/${dep}`, 'workspace:^']),
      ['@tensorflow/tfjs-core', '4.22.0'],
    ]),
  }),
  'tsconfig.build.json': json({
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      composite: true,
      rootDir: 'src',
      outDir: 'dist',
      tsBuildInfoFile: 'dist/.tsbuildinfo',
    },
    include: ['src'],
    exclude: ['src/**/*.test.ts'],
    references: deps.map((dep) => ({ path: `../${dep}/tsconfig.build.json` })),
  }),
  'jest.config.mjs': "export { default } from '../../jest.preset.mjs';\n",
  'README.md': `# ${title}\n\n${description}\n\n\`\`\`sh\nnpm i ${title}\n\`\`\`\n`,
  'src/index.ts': `/** The package's name, as npm knows it. */\nexport const packageName = '${title}';\n`,
  'src/index.test.ts': `import { expect, test } from '@jest/globals';\n\nimport { packageName } from './index.js';\n\ntest('the package names itself', () => {\n  expect(packageName).toBe('${title}');\n});\n`,
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}
console.log(`packages/${name} is ready.
  - allow its imports in tools/layering.cjs
  - npm run build; npm test
  - add it to README's table and write a changeset: npm run changeset`);
