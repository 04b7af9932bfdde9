import { expect, test } from '@jest/globals';

import { checkDevice } from '../runtime/device.js';
import { checkDriver } from './gpu.js';

test('cuda needs a driver', () => {
  expect(() => checkDriver('linux', () => false)).toThrow(
    'there is no NVIDIA driver here (/dev/nvidiactl is missing; a container must be started with --gpus all)',
  );
  expect(() => checkDriver('darwin')).toThrow('TensorFlow has no CUDA on darwin');
  expect(() => checkDriver('linux', (path) => path === '/dev/nvidiactl')).not.toThrow();
});

test('cuda never runs on the processor in silence', () => {
  const library = { path: '/lib/libtensorflow.so.2', version: '2.21.0' };
  const cpu = { name: '/device:CPU:0', type: 'CPU' };
  expect(() => checkDevice(library, { gpu: 1, threads: 0 }, [cpu])).toThrow(
    'TensorFlow 2.21.0 (/lib/libtensorflow.so.2) sees no GPU number 1: it is a build without CUDA, or a driver or CUDA library is missing (nvidia-smi must list the GPU)',
  );
  const gpu = { name: '/device:GPU:0', type: 'GPU' };
  expect(() => checkDevice(library, { gpu: 0, threads: 0 }, [cpu, gpu])).not.toThrow();
  expect(() => checkDevice(library, { gpu: null, threads: 0 }, [cpu])).not.toThrow();
});
