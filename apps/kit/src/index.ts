export { cardPath, readCard, writeCard, type ClassCard } from './class-card.js';
export { MemoryConsole, processConsole, type Console } from './console.js';
export {
  loadDigitImages,
  takeImages,
  type DigitData,
  type DigitImages,
  type DigitOptions,
  type Images,
} from './digit-images.js';
export { Interruption } from './interruption.js';
export {
  choice,
  command,
  parse,
  share,
  verbosity,
  wholeNumber,
  type Verbosity,
} from './options.js';
export { tryToLoad, type Found, type Missing, type QuickOptions } from './quick-download.js';
export { EXIT, run } from './run.js';
export { loadSmallMobileNet } from './small-mobilenet.js';
