import { expect, test } from '@jest/globals';
import * as tfl from '@tensorflow/tfjs-layers';

import * as ibex from './index.js';

// Code written for tfjs-layers must find each of its names here.

/** What is left out, and why. */
const ABSENT: Readonly<Record<string, string>> = {
  version_layers: 'the version of another package',
  default: 'what Node makes of a CommonJS module',
  'module.exports': 'what Node makes of a CommonJS module',
};

test.each(['', 'layers', 'initializers', 'regularizers', 'constraints', 'metrics', 'callbacks'])(
  'every name of tfjs-layers %s',
  (space) => {
    const theirs = space ? (tfl as unknown as Record<string, object>)[space]! : tfl;
    const ours = space ? (ibex as unknown as Record<string, object>)[space]! : ibex;
    const missing = Object.keys(theirs).filter((name) => !(name in ours) && !(name in ABSENT));
    expect(missing).toEqual([]);
  },
);
