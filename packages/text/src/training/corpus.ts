import { fileError, FormatError, nodeFs, ValueError } from '@ibexjs/core/plain';

/** The words of one sentence. */
export type Sentence = readonly string[];

type Items<T> = Iterable<T> | AsyncIterable<T>;

/**
 * Something that can be gone through several times: an array, any other iterable or async iterable
 * that starts again, a function that returns one, or the path of a text file with a sentence a
 * line, which is streamed and may be larger than memory.
 */
export type Corpus<T = Sentence> = Items<T> | (() => Items<T>) | string;

/** Longest run without a line break that is kept together, in characters. */
const LONGEST_LINE = 1 << 20;

/** Lines of a text file, streamed. A line beyond a million characters comes in parts. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const fs = nodeFs();
  if (!fs)
    throw new ValueError(`Cannot read ${path}: a page has no files. Pass the lines instead.`);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const bytes of fs.createReadStream(path, { highWaterMark: 1 << 20 })) {
      rest += decoder.decode(bytes as Uint8Array, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop()!;
      yield* lines;
      while (rest.length > LONGEST_LINE) {
        const space = rest.lastIndexOf(' ', LONGEST_LINE);
        const cut = space > 0 ? space : LONGEST_LINE;
        yield rest.slice(0, cut);
        rest = rest.slice(cut);
      }
    }
    rest += decoder.decode();
  } catch (error) {
    if (
      error instanceof TypeError ||
      (error as { code?: string }).code?.startsWith('ERR_ENCODING')
    ) {
      throw new FormatError(`${path} is not valid UTF-8 text.`, { cause: error });
    }
    throw fileError('read', path, error);
  }
  if (rest !== '') yield rest;
}

/**
 * Makes every kind of corpus the same: something to iterate over, again and again.
 *
 * @param where who is asking, for messages
 * @param ofLine what a line of a file means
 */
export function openCorpus<T>(
  where: string,
  corpus: Corpus<T>,
  ofLine: (line: string, number: number) => T,
): () => Items<T> {
  if (typeof corpus === 'string') {
    return async function* () {
      let number = 0;
      for await (const line of readLines(corpus)) yield ofLine(line, number++);
    };
  }
  if (typeof corpus === 'function') return corpus;
  if (typeof corpus === 'object' && corpus !== null) {
    const isAsync = Symbol.asyncIterator in corpus;
    if (isAsync || Symbol.iterator in corpus) {
      const once = isAsync
        ? (corpus as AsyncIterable<T>)[Symbol.asyncIterator]() === (corpus as unknown)
        : (corpus as Iterable<T>)[Symbol.iterator]() === (corpus as unknown);
      if (!once) return () => corpus;
      throw new ValueError(
        `${where}: a generator can be read once only, and training reads the corpus several times. ` +
          'Pass the function that makes the generator, or an array.',
      );
    }
  }
  throw new ValueError(
    `${where}: a corpus is an array, an iterable, a function that returns one, or a file's path; ` +
      `received ${JSON.stringify(corpus) ?? String(corpus)}.`,
  );
}

/** Words of a line, split at white space. */
export function lineWords(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}

/** Throws for a sentence that is a string: its letters would be taken for words. */
export function checkSentence(where: string, sentence: unknown): asserts sentence is Sentence {
  if (Array.isArray(sentence)) return;
  throw new ValueError(
    `${where}: each sentence must be a list of words; received ${JSON.stringify(sentence)?.slice(0, 60)}. ` +
      'Split texts first, for instance with wordTokens.',
  );
}
