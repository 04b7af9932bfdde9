import { describe, expect, test } from '@jest/globals';
import { FormatError, RandomGenerator } from '@ibexjs/core';
import { readFixture } from '@ibexjs/testing';

import type { NdArray } from '../ndarray.js';
import { readNpy } from '../npy/npy.js';
import { readPickle } from './pickle.js';

interface Golden {
  plain: unknown[];
  protocols: {
    protocol: number;
    plain: string;
    other: string;
    arrays: Record<string, string>;
    evil: string;
    instance: string;
  }[];
  arrays: Record<string, { shape: number[]; dtype: string; values: unknown[] }>;
  python2: string;
  python2Array: string;
  objects: string;
}
const golden = readFixture<Golden>(import.meta.url, '../../fixtures/pickle.json');
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** Maps as the plain objects that JSON has. */
function asJson(value: unknown): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([k, v]) => [String(k), asJson(v)]));
  }
  return Array.isArray(value) ? value.map(asJson) : value;
}

describe.each(golden.protocols)(
  'protocol $protocol',
  ({ plain, other, arrays, evil, instance }) => {
    test('plain data', () => {
      const value = readPickle(bytesOf(plain)) as unknown[];
      expect(asJson(value)).toEqual(golden.plain);
      const [first, second] = value[19] as unknown[];
      expect(second).toBe(first);
    });

    test('bytes, sets, dictionaries, large numbers, NumPy scalars', () => {
      expect(readPickle(bytesOf(other))).toEqual([
        Uint8Array.of(0, 255),
        Uint8Array.of(97, 98),
        new Set([1, 2]),
        new Set([3]),
        new Map([['x', 1]]),
        new Map([[1, 'one']]),
        2n ** 80n,
        Infinity,
        1.5,
        7,
        true,
        'word',
      ]);
    });

    test.each(Object.entries(arrays))('NumPy array %s', (name, pickle) => {
      const array = readPickle(bytesOf(pickle)) as NdArray;
      const { shape, values } = golden.arrays[name]!;
      expect(array.shape).toEqual(shape);
      const plainValues = values.map((v) => (typeof v === 'boolean' ? Number(v) : v));
      expect(Array.from(array.data as ArrayLike<unknown>)).toEqual(plainValues);
    });

    test('what would run code is refused', () => {
      expect(() => readPickle(bytesOf(evil))).toThrow(
        /(__builtin__|builtins)\.eval.*nothing was run/,
      );
      expect(() => readPickle(bytesOf(instance))).toThrow(FormatError);
    });

    test('a truncated one is refused at any length', () => {
      const bytes = bytesOf(plain);
      for (let length = 0; length < bytes.length; length++) {
        expect(() => readPickle(bytes.subarray(0, length))).toThrow(FormatError);
      }
    });
  },
);

describe("Python 2's strings", () => {
  test('are text in the encoding asked for, or bytes', () => {
    const bytes = bytesOf(golden.python2);
    expect(readPickle(bytes)).toEqual(['café', 'abc']);
    expect(readPickle(bytes, { encoding: 'latin1' })).toEqual(['cafÃ©', 'abc']);
    expect(readPickle(bytes, { encoding: 'bytes' })).toEqual([latin('cafÃ©'), latin('abc')]);
    expect(() => readPickle(latin('U\x01\xff.'))).toThrow(/not UTF-8; .*latin1/);
  });

  test('are memory within arrays', () => {
    expect((readPickle(bytesOf(golden.python2Array)) as NdArray).data).toEqual(
      Float32Array.of(1, -2),
    );
  });
});

test('object arrays of npy files', () => {
  const array = readNpy(bytesOf(golden.objects));
  expect(array).toEqual({ shape: [2], dtype: 'object', data: [[1, 2, 3], [4]] });
});

describe('refuses', () => {
  test.each([
    ['an empty file', '', /truncated/],
    ['another format', 'GIF89a', /truncated|damaged/],
    ['a system call', "cos\nsystem\n(S'true'\ntR.", /"os.system"/],
    ['an old instance', "(S'x'\nios\nsystem\n.", /INST at byte 6/],
    ['a persistent id', 'Pfile\n.', /PERSID/],
    ['a class as data', 'cnumpy\nndarray\n.', /numpy.ndarray itself/],
    ['an array that was never filled', 'cnumpy.core.multiarray\n_reconstruct\n)R.', /damaged/],
    ['a call of data', '](tR.', /cannot be called/],
    ['an empty stack', '0.', /takes more than/],
    ['an unknown memo', 'h\x05.', /recalls 5/],
    ['an unknown protocol', '\x80\x09.', /protocol 9/],
    ['a promise of 4 GB', 'B\xff\xff\xff\xffx.', /truncated/],
    ['a broken number', 'I12x\n.', /broken number/],
    ['a state for a list', ']]b.', /state of something other/],
  ])('%s', (_, text, message) => {
    expect(() => readPickle(latin(text))).toThrow(FormatError);
    expect(() => readPickle(latin(text))).toThrow(message);
  });

  test('endless arrays of no bytes', () => {
    const text =
      'cnumpy.core.numeric\n_frombuffer\n(C\x00cnumpy\ndtype\n(S"S0"\ntR(I3\nS"|"\ntb(I99999999999\nttR.';
    expect(() => readPickle(latin(text))).toThrow(/damaged/);
  });

  test('the same bytes copied again and again', () => {
    const copy = 'h\x00h\x01\x86R';
    const text = `c_codecs\nencode\nq\x00X\xe8\x03\x00\x00${'x'.repeat(1000)}r\x05\x00\x00\x00S"latin1"\nq\x01`;
    const calls = 'h\x00(j\x05\x00\x00\x00h\x01tR'.repeat(500);
    expect(copy).toHaveLength(6);
    expect(() => readPickle(latin(`${text}${calls}.`))).toThrow(/unpacks to more than it holds/);
  });
});

test('nesting without end is no matter', () => {
  const depth = 100_000;
  let value = readPickle(latin(`${']'.repeat(depth)}${'a'.repeat(depth - 1)}.`));
  for (let i = 1; i < depth; i++) [value] = value as unknown[];
  expect(value).toEqual([]);
});

test('damage is read or refused, never a crash', () => {
  const random = new RandomGenerator(11);
  const files = golden.protocols.flatMap(({ plain, other, arrays }) =>
    [plain, other, ...Object.values(arrays)].map(bytesOf),
  );
  for (let i = 0; i < 2000; i++) {
    const damaged = files[i % files.length]!.slice();
    for (let n = random.integer(4); n >= 0; n--) {
      damaged[random.integer(damaged.length)] = random.integer(256);
    }
    try {
      readPickle(damaged);
    } catch (error) {
      if (!(error instanceof FormatError)) {
        throw new Error(Buffer.from(damaged).toString('hex'), { cause: error });
      }
    }
  }
});
