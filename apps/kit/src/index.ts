export { processConsole, type Console } from './console.js';
export { Interruption } from './interruption.js';
export { choice, command, parse, wholeNumber } from './options.js';
export { tryToLoad, type Found, type Missing, type QuickOptions } from './quick-download.js';
export { EXIT, run } from './run.js';
