import { Word2Vec, type KeyedVectors } from '@ibexjs/text';
import type { Settings } from './settings.js';

/**
 * Word vectors learned from the sentences themselves, as the tutorial does; by skip-gram and in more
 * passes, since the text is short: after gensim's five of CBOW all words still point the same way.
 */
export async function learnVectors(words: string[][], settings: Settings): Promise<KeyedVectors> {
  const model = await Word2Vec.fromCorpus(words, {
    vectorSize: settings.dimension,
    model: 'skipGram',
    minCount: 1,
    epochs: 30,
    window: 10,
    sample: 1e-3,
    seed: settings.seed,
  });
  model.wv.unitNormalizeAll();
  return model.wv;
}
