import { describe, expect, test } from '@jest/globals';
import { toCamelCase } from '@ibexjs/core';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import type { MatrixMode } from './matrix.js';
import { Tokenizer, tokenizerFromJson } from './tokenizer.js';

interface Fixture {
  sentences: string[];
  tokenizer: {
    options: Record<string, unknown>;
    json: string;
    sequences: number[][];
    texts: string[];
    matrices?: Record<MatrixMode, number[]>;
  }[];
}

const { sentences, tokenizer: cases } = readFixture<Fixture>(
  import.meta.url,
  '../../fixtures/keras.json',
);

/** The maps whose order Python leaves to chance (it iterates over sets) as plain objects. */
function unordered(json: string): unknown {
  const { class_name, config } = JSON.parse(json) as {
    class_name: string;
    config: Record<string, unknown>;
  };
  const parsed = { ...config };
  for (const name of ['word_docs', 'index_docs']) parsed[name] = JSON.parse(String(config[name]));
  return { class_name, config: parsed };
}

describe.each(cases.map((each) => [JSON.stringify(each.options), each] as const))(
  '%s',
  (_, kase) => {
    const options = Object.fromEntries(
      Object.entries(kase.options).map(([name, value]) => [toCamelCase(name), value]),
    );
    const tokenizer = new Tokenizer(options);
    tokenizer.fitOnTexts(sentences.slice(0, 16));

    test('sequences, texts and JSON equal Keras', () => {
      expect(tokenizer.textsToSequences(sentences.slice(10))).toEqual(kase.sequences);
      expect(tokenizer.sequencesToTexts(kase.sequences)).toEqual(kase.texts);
      expect(unordered(tokenizer.toJson())).toEqual(unordered(kase.json));
    });

    test("reads Keras' JSON and writes it back byte for byte", () => {
      const read = tokenizerFromJson(kase.json);
      expect(read.toJson()).toBe(kase.json);
      expect(read.textsToSequences(sentences.slice(10))).toEqual(kase.sequences);
    });

    test('matrices equal Keras', async () => {
      await useTestBackend('cpu');
      for (const [mode, values] of Object.entries(kase.matrices ?? {})) {
        const matrix = tokenizer.textsToMatrix(sentences.slice(8, 14), mode as MatrixMode);
        (await matrix.data()).forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 5));
        matrix.dispose();
      }
      expect(tf.memory().numTensors).toBe(0);
    });
  },
);

describe('Tokenizer', () => {
  test('takes words already split, an analyzer, sequences', async () => {
    const tokenizer = new Tokenizer();
    tokenizer.fitOnTexts([['One', 'two'], ['two']]);
    expect(tokenizer.textsToSequences([['ONE', 'Two', 'three']])).toEqual([[2, 1]]);
    const commas = new Tokenizer({ analyzer: (text) => text.split(',') });
    commas.fitOnTexts(['a b,c', 'c']);
    expect([...commas.wordIndex]).toEqual([
      ['c', 1],
      ['a b', 2],
    ]);
    const counted = new Tokenizer({ numWords: 4 });
    counted.fitOnSequences([[1, 1, 2], [2]]);
    const matrix = counted.sequencesToMatrix([[2]], 'tfidf');
    expect((await matrix.data())[2]).toBeCloseTo(Math.log(1 + 2 / 3));
    matrix.dispose();
  });

  test('says what is wrong', () => {
    expect(() => new Tokenizer({ nbWords: 3 } as object)).toThrow(/Did you mean "numWords"/);
    expect(() => new Tokenizer().fitOnTexts('one text')).toThrow(/one string/);
    expect(() => new Tokenizer().textsToMatrix(['a'])).toThrow(/fitOnTexts first/);
    expect(() => new Tokenizer({ numWords: 5 }).textsToMatrix(['a'], 'tfidf')).toThrow(/tfidf/);
    expect(() => tokenizerFromJson('{"config": 3}')).toThrow(/"config" must be an object/);
    expect(() => tokenizerFromJson('nonsense')).toThrow(/not JSON/);
  });

  test('words may be called like parts of an object', () => {
    const tokenizer = new Tokenizer();
    tokenizer.fitOnTexts(['constructor __proto__ toString 2000 constructor']);
    expect(tokenizerFromJson(tokenizer.toJson()).wordIndex).toEqual(tokenizer.wordIndex);
  });
});
