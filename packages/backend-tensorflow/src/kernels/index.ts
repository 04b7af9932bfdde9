import { arrangement } from './arrangement.js';
import { convolutions } from './convolution.js';
import { creation } from './creation.js';
import { depthwise } from './depthwise.js';
import { elementwise } from './elementwise.js';
import { images } from './images.js';
import type { Kernel } from './kernel.js';
import { lookup } from './lookup.js';
import { normalization } from './normalization.js';
import { pooling } from './pooling.js';
import { products } from './products.js';
import { random } from './random.js';
import { gru, gruGrad } from './recurrent/gru.js';
import { lstm, lstmGrad } from './recurrent/lstm.js';
import { simpleRnn, simpleRnnGrad } from './recurrent/simple-rnn.js';
import { reductions } from './reductions.js';
import { special } from './special.js';

/** All kernels. A new one is an entry in the file of its family. */
export const kernels: readonly Kernel[] = [
  ...arrangement,
  ...convolutions,
  ...creation,
  ...depthwise,
  ...elementwise,
  ...images,
  ...lookup,
  ...normalization,
  ...pooling,
  ...products,
  ...random,
  gru,
  gruGrad,
  lstm,
  lstmGrad,
  simpleRnn,
  simpleRnnGrad,
  ...reductions,
  ...special,
];
