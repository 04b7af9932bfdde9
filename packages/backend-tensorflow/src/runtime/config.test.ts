import { expect, test } from '@jest/globals';

import { configProto } from './config.js';

// fields of ConfigProto: 1 device_count, 2 intra_op_parallelism_threads, 6 gpu_options (4
// allow_growth, 5 visible_device_list), 7 allow_soft_placement

test('the processor alone: no GPU is counted', () => {
  expect([...configProto({ gpu: null, threads: 300 })]).toEqual([
    ...[0x0a, 7, 0x0a, 3, 0x47, 0x50, 0x55, 0x10, 0],
    ...[0x10, 0xac, 2],
    ...[0x38, 1],
  ]);
});

test('one GPU: its memory grows with need', () => {
  expect([...configProto({ gpu: 2, threads: 0 })]).toEqual([
    ...[0x32, 5, 0x20, 1, 0x2a, 1, 0x32],
    ...[0x38, 1],
  ]);
});
