import { checkPositiveInteger } from '@ibexjs/core/plain';

/** Euler's constant, to the digits that Keras uses. */
const GAMMA = 0.577;

/**
 * Probability of keeping the i-th most frequent word, for `skipgrams`: word2vec's
 * min(1, sqrt(f / t)) with t the sampling factor and f from Zipf's law,
 * 1 / f = i (ln i + gamma) + 1/2 - 1/(12 i). Equal to Keras' `make_sampling_table`.
 *
 * @param size number of words
 * @param samplingFactor default 1e-5
 */
export function makeSamplingTable(size: number, samplingFactor = 1e-5): Float64Array {
  checkPositiveInteger('makeSamplingTable', 'size', size);
  return Float64Array.from({ length: size }, (_, i) => {
    const rank = Math.max(i, 1);
    const inverse = rank * (Math.log(rank) + GAMMA) + 0.5 - 1 / (12 * rank);
    const f = samplingFactor * inverse;
    return Math.min(1, f / Math.sqrt(f));
  });
}
