import { expect, test } from '@jest/globals';

import { encodeMessage } from './encode.js';

test('numbers, texts, lists and messages as protocol buffers have them', () => {
  const bytes = encodeMessage('Dimension', { dimValue: 300, dimParam: 'né' });
  // field 1 varint 300; field 2, three bytes of UTF-8
  expect([...bytes]).toEqual([0x08, 0xac, 0x02, 0x12, 3, 0x6e, 0xc3, 0xa9]);
  const nested = encodeMessage('TensorShape', { dim: [{ dimValue: 1 }, { dimParam: 'a' }] });
  expect([...nested]).toEqual([0x0a, 2, 0x08, 1, 0x0a, 3, 0x12, 1, 0x61]);
  const attribute = encodeMessage('Attribute', { f: 1, ints: [-1], type: 7 });
  const minusOne = [...new Array<number>(9).fill(0xff), 1];
  expect([...attribute]).toEqual([0x15, 0, 0, 0x80, 0x3f, 0x40, ...minusOne, 0xa0, 1, 7]);
});

test('an unknown field is an error', () => {
  expect(() => encodeMessage('Node', { opset: 3 })).toThrow('no field "opset"');
});
