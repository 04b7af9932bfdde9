import type { WasmKernel } from '../kernel.js';
import { batchMatMul } from './batch-mat-mul.js';
import { fusedMatMul } from './fused-mat-mul.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

/** All kernels of this package. A new one is a file here, an entry below, a test beside it. */
export const kernels: readonly WasmKernel[] = [batchMatMul, fusedMatMul, unsortedSegmentSum];
