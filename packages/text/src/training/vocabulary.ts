import { ValueError } from '@ibexjs/core/plain';

/** How often each word of a corpus occurs. */
export class WordCounter {
  readonly counts = new Map<string, number>();
  /** Words, and sentences, read. */
  words = 0;
  sentences = 0;
  private floor = 1;

  /** @param maxVocabSize rarest words are dropped whenever there are more; null: never */
  constructor(private readonly maxVocabSize: number | null = null) {}

  add(sentence: readonly string[]): void {
    this.sentences++;
    this.words += sentence.length;
    for (const word of sentence) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
    // As gensim: an ever higher floor, so that the pruning does not come again at once.
    while (this.maxVocabSize !== null && this.counts.size > this.maxVocabSize) {
      for (const [word, count] of this.counts) if (count <= this.floor) this.counts.delete(word);
      this.floor++;
    }
  }
}

/** Words kept, most frequent first (in order of first sight where counts are equal). */
export function frequentWords(
  counts: ReadonlyMap<string, number>,
  minCount: number,
  maxFinalVocab: number | null,
): [string, number][] {
  const kept = [...counts].filter(([, count]) => count >= minCount).sort((a, b) => b[1] - a[1]);
  if (maxFinalVocab === null || kept.length <= maxFinalVocab) return kept;
  // All words of the count that would be cut through are left out, as gensim does.
  const limit = kept[maxFinalVocab]![1];
  return kept.filter(([, count]) => count > limit);
}

/**
 * Probability of keeping each word times 2^32: (sqrt(f/s) + 1) s/f for a word of frequency f, s
 * being `sample` (Mikolov et al. 2013, as their program has it); frequent words are thinned out.
 */
export function keepThresholds(counts: ArrayLike<number>, sample: number): Uint32Array {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  const threshold = sample < 1 ? sample * total : sample;
  return Uint32Array.from({ length: counts.length }, (_, i) => {
    const probability = (Math.sqrt(counts[i]! / threshold) + 1) * (threshold / counts[i]!);
    return Math.min(0xffffffff, Math.round(Math.min(1, probability) * 0x100000000));
  });
}

/** Throws when no word is left to learn. */
export function checkVocabulary(
  where: string,
  words: number,
  counter: WordCounter,
  minCount: number,
): void {
  if (words > 0) return;
  throw new ValueError(
    counter.words === 0
      ? `${where}: the corpus has no words.`
      : `${where}: none of the corpus' ${counter.counts.size} words occurs minCount = ${minCount} times. Take a lower minCount or more text.`,
  );
}
