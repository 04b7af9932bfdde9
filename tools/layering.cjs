/**
 * The layering table of docs/architecture.md, checked on every build: which package may import
 * which. `@tensorflow/tfjs-core` is open to all; a backend only to its own package.
 */
const FOUNDATION = ['core'];
const MAY_IMPORT = {
  core: [],
  formats: FOUNDATION,
  backends: [...FOUNDATION, 'backend-wasm', 'backend-tensorflow', 'backend-webgpu'],
  cli: ['core', 'backends', 'layers', 'models', 'optimizers', 'plot'],
  'backend-wasm': FOUNDATION,
  'backend-tensorflow': FOUNDATION,
  'backend-webgpu': FOUNDATION,
  layers: FOUNDATION,
  losses: FOUNDATION,
  metrics: ['core', 'losses'],
  optimizers: FOUNDATION,
  callbacks: FOUNDATION,
  models: ['core', 'formats', 'layers', 'losses', 'metrics', 'optimizers', 'callbacks'],
  onnx: ['core', 'layers', 'models'],
  text: ['core', 'formats'],
  image: FOUNDATION,
  datasets: ['core', 'formats'],
  applications: ['core', 'layers', 'models', 'formats', 'image'],
  plot: FOUNDATION,
};

const tests = '\\.(test|page)\\.ts$|^packages/[^/]+/src/testing/';

const tableRules = Object.entries(MAY_IMPORT).map(([name, allowed]) => ({
  name: `layering-${name}`,
  severity: 'error',
  comment: `${name} may import: ${allowed.join(', ') || 'nothing of the workspace'}`,
  from: { path: `^packages/${name}/src`, pathNot: tests },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...tableRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared',
      severity: 'error',
      comment: 'what a package imports stands in its package.json',
      from: { path: '^(packages|apps)/[^/]+/src', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'apps-use-public-exports',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^packages/[^/]+/(src|dist)/(?!(node/)?index)' },
    },
    {
      name: 'backends-stay-inside',
      severity: 'error',
      comment: 'no package but a backend names a tfjs backend',
      from: { path: '^packages/', pathNot: `^packages/backend|${tests}` },
      to: { path: 'tfjs-backend-' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/|/generated/' },
    exclude: { path: '/assembly/|/fixtures/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
