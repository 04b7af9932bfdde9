import { expect, test } from '@jest/globals';

import { toPythonJson } from './python-json.js';

test('whole numbers that Keras wants as floats are written as such, no others', () => {
  const config = { momentum: 0, learning_rate: 1, units: 3, inner: { beta: 2, threshold: null } };
  expect(toPythonJson(config)).toBe(
    '{"momentum":0.0,"learning_rate":1.0,"units":3,"inner":{"beta":2.0,"threshold":null}}',
  );
  expect(JSON.parse(toPythonJson(config, 2))).toEqual(config);
  expect(toPythonJson({ momentum: 0.9 })).toBe('{"momentum":0.9}');
});
