import { describe, expect, test } from '@jest/globals';

import { farmHash64 } from './farmhash64.js';
import { sipHash } from './siphash.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('farmHash64', () => {
  // tf.strings.to_hash_bucket_fast(s, 2^63 - 1), of TensorFlow 2.21
  test.each([
    ['', '1936946117179621456'],
    ['a', '3694432073954588132'],
    ['word', '7275432584270779073'],
    ['Ibex', '5401369862169107783'],
    ['eight888', '5466538823234072757'],
    ['nine nine', '6420254200923618045'],
    ['sixteen bytes!!!', '3209104202776360359'],
    ['seventeen bytes!!', '5799120529764292453'],
    ['naïve café', '1762165697803648411'],
    ['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '3678204687145032710'],
    ['yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyz', '7356623391033456939'],
    ['abcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabc', '8853111607274072629'],
    ['abababababababababababababababababababababababababababababababab', '1705570018418725142'],
    ['ababababababababababababababababababababababababababababababababc', '4319777095002030971'],
    [
      'The quick brown fox jumps over the lazy dog and the lazy dog jumps back over it, twice',
      '3711914370862344432',
    ],
    [
      '01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789',
      '439712990348739478',
    ],
  ])('%s', (text, bucket) => {
    expect(String(farmHash64(bytes(text)) % 0x7fffffffffffffffn)).toBe(bucket);
  });
});

describe('sipHash', () => {
  // tf.strings.to_hash_bucket_strong(s, 2^63 - 1, [133, 137]), of TensorFlow 2.21
  test.each([
    ['', '4928313950774450900'],
    ['a', '7077939996121841354'],
    ['word', '2335322534971109134'],
    ['Ibex', '6504724614843584251'],
    ['eight888', '2995746371638024256'],
    ['nine nine', '4027121175344848955'],
    ['sixteen bytes!!!', '7191974908165813091'],
    ['seventeen bytes!!', '2058431172449037991'],
    ['naïve café', '353980246744916924'],
    ['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '814092544179586341'],
    ['yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyz', '4354178018497131309'],
    ['abcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabc', '7155157780065706371'],
    ['abababababababababababababababababababababababababababababababab', '5566965923874110885'],
    ['ababababababababababababababababababababababababababababababababc', '7718881937278119025'],
    [
      'The quick brown fox jumps over the lazy dog and the lazy dog jumps back over it, twice',
      '3267805677969499690',
    ],
    [
      '01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789',
      '4528525014586130858',
    ],
  ])('%s', (text, bucket) => {
    expect(String(sipHash(bytes(text), [133n, 137n]) % 0x7fffffffffffffffn)).toBe(bucket);
  });
});
