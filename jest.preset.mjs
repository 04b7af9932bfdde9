import { fileURLToPath } from 'node:url';

import { allowSoftwareVulkan } from './tools/software-vulkan.mjs';

allowSoftwareVulkan();

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

/** @type {import('jest').Config} Every package's tests run from TypeScript sources, as ES modules. */
export default {
  testEnvironment: `${root}/tools/jest-env-realm.cjs`,
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testTimeout: 60_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@ibexjs/testing$': `${root}/tools/testing/src/index.ts`,
    '^@ibexjs/core/(.+)$': `${root}/packages/core/src/$1.ts`,
    '^@ibexjs/([^/]+)$': `${root}/packages/$1/src/index.ts`,
    '^@ibexjs-apps/([^/]+)$': `${root}/apps/$1/src/index.ts`,
    '^ibexjs$': `${root}/packages/ibexjs/src/index.ts`,
  },
};
