import { expect, test } from '@jest/globals';
import { formatTable } from './table.js';

test('numbers stand right, words left', () => {
  const rows = [
    ['dense', 100480],
    ['softmax', null],
  ];
  expect(formatTable({ head: ['layer', 'weights'], rows }, { color: false })).toBe(
    [
      '┌─────────┬─────────┐',
      '│ layer   │ weights │',
      '├─────────┼─────────┤',
      '│ dense   │  100480 │',
      '│ softmax │         │',
      '└─────────┴─────────┘',
    ].join('\n'),
  );
});

test('alignment can be chosen; rows must fit', () => {
  const text = formatTable({ rows: [['a', 'bbb']], align: ['right', 'center'] }, { color: false });
  expect(text.split('\n')[1]).toBe('│ a │ bbb │');
  expect(() => formatTable({ rows: [['a'], ['a', 'b']] })).toThrow('row 1 has 2 cells');
});
