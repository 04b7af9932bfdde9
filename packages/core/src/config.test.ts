import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import {
  configuredBackend,
  datasetsMirror,
  epsilon,
  floatx,
  ibexHome,
  imageDataFormat,
  resetConfig,
  setDatasetsMirror,
  setEpsilon,
  setFloatx,
  setImageDataFormat,
} from './config.js';
import { FormatError, ValueError } from './errors.js';

const saved = { ...process.env };
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ibex-config-'));
  for (const name of Object.keys(process.env))
    if (name.startsWith('IBEX_')) delete process.env[name];
  process.env['IBEX_HOME'] = home;
  resetConfig();
});
afterEach(() => {
  rmSync(home, { recursive: true });
  process.env = { ...saved };
  resetConfig();
});

const configFile = (text: string) => writeFileSync(join(home, 'config.json'), text);

test("without any file, Keras' defaults", () => {
  expect([floatx(), epsilon(), imageDataFormat()]).toEqual(['float32', 1e-7, 'channels_last']);
  expect(configuredBackend()).toEqual({ value: 'auto', from: 'the default' });
  expect(datasetsMirror()).toBeUndefined();
});

test('IBEX_HOME is the home; without it ~/.ibex', () => {
  expect(ibexHome()).toBe(home);
  delete process.env['IBEX_HOME'];
  expect(ibexHome()).toMatch(/\.ibex$/);
});

test("the file is read, in Keras' keys or ours", () => {
  configFile('{"epsilon": 1e-5, "image_data_format": "channels_first", "backend": "cpu"}');
  expect([epsilon(), imageDataFormat()]).toEqual([1e-5, 'channels_first']);
  expect(configuredBackend()).toEqual({ value: 'cpu', from: join(home, 'config.json') });
  configFile('{"imageDataFormat": "channelsFirst"}');
  resetConfig();
  expect(imageDataFormat()).toBe('channels_first');
});

test('setters go before the environment, which goes before the file', () => {
  configFile('{"epsilon": 1e-5, "backend": "cpu"}');
  process.env['IBEX_EPSILON'] = '1e-4';
  process.env['IBEX_BACKEND'] = 'wasm';
  expect(epsilon()).toBe(1e-4);
  expect(configuredBackend()).toEqual({ value: 'wasm', from: 'IBEX_BACKEND' });
  setEpsilon(1e-3);
  expect(epsilon()).toBe(1e-3);
  resetConfig();
  expect(epsilon()).toBe(1e-4);
});

test('the mirror can be set, turned off and unset', () => {
  process.env['IBEX_DATASETS_MIRROR'] = '/mirror';
  expect(datasetsMirror()).toBe('/mirror');
  setDatasetsMirror('');
  expect(datasetsMirror()).toBeUndefined();
  setDatasetsMirror(undefined);
  expect(datasetsMirror()).toBe('/mirror');
});

describe('bad values', () => {
  test.each([
    ['{"epsilon": 1e-5', FormatError, /not valid JSON/],
    ['[]', FormatError, /must hold a JSON object/],
    ['{"epsilom": 1}', FormatError, /Did you mean "epsilon"/],
    ['{"epsilon": -1}', ValueError, /config.json: .*between 0 and 1; received -1/],
    ['{"floatx": "float16"}', ValueError, /config.json: option "floatx" must be one of 'float32'/],
  ])('in the file %s', (text, kind, message) => {
    configFile(text);
    const read = () => [epsilon(), floatx()];
    expect(read).toThrow(kind);
    expect(read).toThrow(message);
  });

  test('in setters', () => {
    expect(() => setEpsilon(NaN)).toThrow(ValueError);
    expect(() => setFloatx('float64' as 'float32')).toThrow(/received "float64"/);
    expect(() => setImageDataFormat('last' as 'channels_last')).toThrow(/'channels_last'/);
    setImageDataFormat('channelsFirst');
    expect(imageDataFormat()).toBe('channels_first');
  });
});
