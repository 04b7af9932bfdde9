import { BackendError, isNode } from '@ibexjs/core';

import { findGpu } from './gpu.js';

/** A device that WebGPU can compute on, for people. */
export interface AdapterDescription {
  /** `NVIDIA GeForce RTX 4070 (ada-lovelace)`, `SwiftShader (software)`. */
  device: string;
  /** True for a driver that computes on the processor: far slower than the backend `wasm`. */
  software: boolean;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|warp|basic render/i;

/** @throws BackendError when WebGPU is missing or finds no device */
export async function requestAdapter(): Promise<GPUAdapter> {
  const gpu = await findGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter) return adapter;
  throw new BackendError(
    isNode
      ? 'WebGPU found no device: there is no GPU, or no driver for it (Vulkan, Metal, Direct3D 12)'
      : 'WebGPU found no device: there is no GPU, or the browser blocks its driver',
  );
}

/** What the adapter computes on. Browsers tell little. */
export function describe(adapter: GPUAdapter): AdapterDescription {
  const { vendor, architecture, device, description } = adapter.info;
  const software =
    adapter.info.isFallbackAdapter || SOFTWARE.test(`${architecture} ${device} ${description}`);
  const name = description || [vendor, device].filter(Boolean).join(' ') || 'a GPU';
  const kind = software ? 'software' : architecture;
  return { device: kind ? `${name} (${kind})` : name, software };
}

/**
 * Finds out whether WebGPU works here, without starting the backend.
 * @throws BackendError why it does not
 */
export async function probe(): Promise<AdapterDescription> {
  return describe(await requestAdapter());
}

/** A device with all the memory and workgroups that the adapter offers; the default is little. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  return adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  });
}
