import { describe, expect, test } from '@jest/globals';
import { toCamelCase } from '@ibexjs/core';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { md5 } from '../hash/md5.js';
import { CountVectorizer } from './count-vectorizer.js';
import { CsrMatrix } from './csr-matrix.js';
import { HashingVectorizer } from './hashing-vectorizer.js';
import { TfidfTransformer } from './tfidf-transformer.js';
import { TfidfVectorizer } from './tfidf-vectorizer.js';

interface Case {
  kind: 'count' | 'tfidfTransformer' | 'tfidf' | 'hashing';
  options: Record<string, unknown>;
  shape: [number, number];
  nnz: number;
  checksum: number;
  transformed: { indptr: number[]; indices: number[]; data: number[] };
  names?: string;
  firstNames?: string[];
}

const {
  fit,
  new: fresh,
  cases,
} = readFixture<{ fit: string[]; new: string[]; cases: Case[] }>(
  import.meta.url,
  '../../fixtures/sklearn.json',
);

function checksum({ shape, data, indices, indptr }: CsrMatrix): number {
  let sum = 0;
  for (let row = 0; row < shape[0]; row++) {
    for (let i = indptr[row]!; i < indptr[row + 1]!; i++) {
      sum += data[i]! * (((row * 31 + indices[i]! * 17) % 101) + 1);
    }
  }
  return sum;
}

const hex = (text: string) =>
  Array.from(md5(new TextEncoder().encode(text)), (b) => b.toString(16).padStart(2, '0')).join('');

function run({ kind, options }: Case): {
  fitted: CsrMatrix;
  transformed: CsrMatrix;
  names?: string[];
} {
  const ours = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [toCamelCase(name), value]),
  );
  if (kind === 'tfidfTransformer') {
    const counter = new CountVectorizer();
    const counts = counter.fitTransform(fit);
    const transformer = new TfidfTransformer(ours);
    const fitted = transformer.fitTransform(counts);
    return { fitted, transformed: transformer.transform(counter.transform(fresh)) };
  }
  if (kind === 'hashing') {
    const vectorizer = new HashingVectorizer(ours);
    return { fitted: vectorizer.fitTransform(fit), transformed: vectorizer.transform(fresh) };
  }
  const vectorizer = kind === 'count' ? new CountVectorizer(ours) : new TfidfVectorizer(ours);
  const fitted = vectorizer.fitTransform(fit);
  return {
    fitted,
    transformed: vectorizer.transform(fresh),
    names: vectorizer.getFeatureNamesOut(),
  };
}

test('there are 60 configurations', () => expect(cases).toHaveLength(60));

test.each(cases.map((each) => [`${each.kind} ${JSON.stringify(each.options)}`, each] as const))(
  'equals scikit-learn: %s',
  (_, kase) => {
    const { fitted, transformed, names } = run(kase);
    expect(fitted.shape).toEqual(kase.shape);
    expect(fitted.nnz).toBe(kase.nnz);
    expect(Math.abs(checksum(fitted) / kase.checksum - 1)).toBeLessThan(1e-9);
    expect([...transformed.indptr]).toEqual(kase.transformed.indptr);
    expect([...transformed.indices]).toEqual(kase.transformed.indices);
    const errors = Array.from(transformed.data, (value, i) =>
      Math.abs(value - kase.transformed.data[i]!),
    );
    const worst = Math.max(0, ...errors);
    expect(worst).toBeLessThan(1e-6);
    if (kase.names === undefined) return;
    expect(names!.slice(0, 5)).toEqual(kase.firstNames);
    expect(hex(names!.join('\n'))).toBe(kase.names);
  },
);

describe('CsrMatrix', () => {
  const matrix = new CsrMatrix(
    [3, 4],
    Float64Array.of(1, 2, 3),
    Int32Array.of(0, 3, 1),
    Int32Array.of(0, 2, 2, 3),
  );

  test('gives rows, pieces and dense forms', async () => {
    await useTestBackend('cpu');
    expect(matrix.toArray()).toEqual([
      [1, 0, 0, 2],
      [0, 0, 0, 0],
      [0, 3, 0, 0],
    ]);
    expect(matrix.get(2, 1)).toBe(3);
    expect(matrix.get(1, 1)).toBe(0);
    expect(matrix.slice(-1).toArray()).toEqual([[0, 3, 0, 0]]);
    expect(matrix.takeRows([2, 0, 2]).toArray()).toEqual([
      [0, 3, 0, 0],
      [1, 0, 0, 2],
      [0, 3, 0, 0],
    ]);
    expect([...matrix.batches(2)].map((batch) => batch.shape[0])).toEqual([2, 1]);
    const tensor = matrix.slice(0, 1).toTensor();
    expect(await tensor.array()).toEqual([[1, 0, 0, 2]]);
    tensor.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  test('refuses what does not fit', () => {
    expect(() => matrix.row(3)).toThrow(/no row 3/);
    expect(
      () => new CsrMatrix([2, 2], Float64Array.of(1), Int32Array.of(0), Int32Array.of(0)),
    ).toThrow(/3 starts/);
  });
});

describe('vectorizers', () => {
  test('inverseTransform gives the features of each row', () => {
    const vectorizer = new CountVectorizer();
    const counts = vectorizer.fitTransform(
      ['b b a', '', 'c  ab ba'].map((t) => t.replace(/\b(\w)\b/g, '$1$1')),
    );
    expect(vectorizer.inverseTransform(counts)).toEqual([['aa', 'bb'], [], ['ab', 'ba', 'cc']]);
  });

  test('orders characters beyond 16 bits last, as Python does', () => {
    const vectorizer = new CountVectorizer({ analyzer: 'char' });
    vectorizer.fit(['🚣a\uff21']);
    expect(vectorizer.getFeatureNamesOut()).toEqual(['a', '\uff41', '🚣']);
  });

  test('reads bytes, and says which are no text', () => {
    const broken = Uint8Array.of(0x61, 0x62, 0xff, 0x63, 0x64);
    expect(() => new CountVectorizer().fit([broken])).toThrow(/not valid utf-8/);
    const ignoring = new CountVectorizer({ decodeError: 'ignore' }).fit([broken]);
    expect(ignoring.getFeatureNamesOut()).toEqual(['abcd']);
    const replacing = new CountVectorizer({ decodeError: 'replace' }).fit([broken]);
    expect(replacing.getFeatureNamesOut()).toEqual(['ab', 'cd']);
  });

  test('take functions in place of their parts', () => {
    const own = new CountVectorizer({
      tokenizer: (text) => text.split('|'),
      preprocessor: (t) => t,
    });
    expect(own.fit(['A|b c']).getFeatureNamesOut()).toEqual(['A', 'b c']);
    const analyzer = new CountVectorizer({ analyzer: (text) => [String(text.length)] });
    expect(analyzer.fit(['abc']).getFeatureNamesOut()).toEqual(['3']);
    const accents = new CountVectorizer({ stripAccents: (text) => text.replaceAll('é', 'e') });
    expect(accents.fit(['fée']).getFeatureNamesOut()).toEqual(['fee']);
    const mine = new CountVectorizer({ tokenPattern: /[a-c]+/i });
    expect(mine.fit(['Abc xyz cab']).getFeatureNamesOut()).toEqual(['abc', 'cab']);
  });

  test('a document frequency of 1 can be said both ways', () => {
    const texts = ['aa bb', 'aa cc'];
    const names = (options: object) => new CountVectorizer(options).fit(texts).getFeatureNamesOut();
    expect(names({ minDf: { fraction: 1 } })).toEqual(['aa']);
    expect(names({ maxDf: { count: 1 } })).toEqual(['bb', 'cc']);
    expect(names({ minDf: 1, maxDf: 1 })).toEqual(['aa', 'bb', 'cc']);
  });

  test('say what is wrong', () => {
    expect(() => new CountVectorizer().fit('one text')).toThrow(/one string/);
    expect(() => new CountVectorizer().fit([])).toThrow(/no features were found/);
    expect(() => new CountVectorizer({ stopWords: 'english' }).fit(['the and'])).toThrow(
      /stop words/,
    );
    expect(() => new CountVectorizer({ minDf: 5 }).fit(['aa'])).toThrow(/maxDf means fewer/);
    expect(() => new CountVectorizer({ minDf: 2, maxDf: { count: 2 } }).fit(['aa', 'bb'])).toThrow(
      /lower minDf/,
    );
    expect(() => new CountVectorizer({ ngramRange: [2, 1] })).toThrow(/ngramRange/);
    expect(() => new CountVectorizer({ tokenPattern: '(a)(b)' })).toThrow(/2 groups/);
    expect(() => new CountVectorizer({ tokenPattern: '(' })).toThrow(/not a regular expression/);
    expect(() => new CountVectorizer({ vocabulary: ['a', 'a'] })).toThrow(/a term twice/);
    expect(() => new CountVectorizer({ vocabulary: { a: 1 } })).toThrow(/none for column 0/);
    expect(() => new CountVectorizer().transform(['a'])).toThrow(/Call fit/);
    expect(() => new TfidfVectorizer({ useIDF: true } as object)).toThrow(/"useIdf"/);
    expect(() => new TfidfVectorizer({ norm: 'max' as 'l1' })).toThrow(/'l1', 'l2'/);
    expect(() => new CountVectorizer().fit([3 as unknown as string])).toThrow(/received 3/);
    expect(() =>
      new TfidfTransformer().transform(new CountVectorizer().fitTransform(['aa'])),
    ).toThrow(/Call fit/);
  });
});
