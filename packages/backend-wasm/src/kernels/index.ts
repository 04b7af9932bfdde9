import type { WasmKernel } from '../kernel.js';
import { avgPoolGrad } from './avg-pool-grad.js';
import { batchMatMul } from './batch-mat-mul.js';
import { batchNorm, batchNormGrad, normalize } from './batch-norm.js';
import { conv2D } from './conv2d.js';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './conv2d-backprop-input.js';
import { depthwiseConv2dNative, fusedDepthwiseConv2D } from './depthwise-conv2d-native.js';
import { depthwiseConv2dNativeBackpropFilter } from './depthwise-conv2d-native-backprop-filter.js';
import { depthwiseConv2dNativeBackpropInput } from './depthwise-conv2d-native-backprop-input.js';
import { fusedConv2D } from './fused-conv2d.js';
import { fusedMatMul } from './fused-mat-mul.js';
import { gru, gruGrad } from './gru.js';
import { layerNorm, layerNormGrad } from './layer-norm.js';
import { lstm, lstmGrad } from './lstm.js';
import { dropout } from './dropout.js';
import { identity } from './identity.js';
import { maxPool } from './max-pool.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { optimizers } from './optimizers.js';
import { simpleRnn, simpleRnnGrad } from './simple-rnn.js';
import { softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './softmax-cross-entropy.js';
import { statelessRandom } from './stateless-random.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';
import { cast } from './cast.js';
import { einsum } from './einsum.js';
import { elementwise } from './elementwise.js';
import { gatherV2 } from './gather-v2.js';
import { reverse, tile, transpose } from './rearrange.js';
import { reductions } from './reductions.js';
import { select } from './select.js';
import { slice, splitV, unpack } from './slices.js';

/** All kernels of this package. A new one is a file here, an entry below, a test beside it. */
export const kernels: readonly WasmKernel[] = [
  avgPoolGrad,
  batchMatMul,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  dropout,
  fusedConv2D,
  fusedDepthwiseConv2D,
  fusedMatMul,
  gru,
  gruGrad,
  batchNorm,
  batchNormGrad,
  normalize,
  layerNorm,
  layerNormGrad,
  lstm,
  lstmGrad,
  identity,
  maxPool,
  maxPoolGrad,
  ...optimizers,
  simpleRnn,
  simpleRnnGrad,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
  statelessRandom,
  cast,
  einsum,
  ...elementwise,
  gatherV2,
  reverse,
  tile,
  transpose,
  ...reductions,
  select,
  slice,
  splitV,
  unpack,
  unsortedSegmentSum,
];
