import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/**
 * Lets tests use WebGPU on the processor, through the Vulkan driver that Chromium brings. Here, and
 * not in the tests, since jest gives these a copy of the environment that Vulkan does not see.
 */
export function allowSoftwareVulkan() {
  const drivers = FOLDERS.map((folder) => join(folder, 'vk_swiftshader_icd.json'));
  const driver = process.env.VK_DRIVER_FILES ?? drivers.find((file) => existsSync(file));
  if (!driver) return;
  process.env.VK_DRIVER_FILES = driver;
  process.env.IBEX_WEBGPU_SOFTWARE ??= '1';
}
