import preset from '../../jest.preset.mjs';

/** The whole suites: minutes on a software driver, so they have a command of their own. */
export default { ...preset, testMatch: ['<rootDir>/src/**/*.conformance.ts'] };
