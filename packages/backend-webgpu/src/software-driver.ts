import { BackendError, nodeFs, nodeOs, nodePath } from '@ibexjs/core';

/** Folders in which Chromium and Chrome keep SwiftShader, their Vulkan driver on the processor. */
const FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/snap/chromium/current/usr/lib/chromium-browser',
];

const DRIVER = 'vk_swiftshader_icd.json';
const LOADER = 'libvulkan.so.1';
/** `RTLD_NODELETE`: stay loaded, although Node finds no addon in it. */
const STAY_LOADED = 0x1000;

/** Where SwiftShader's description for the Vulkan loader is; undefined where there is none. */
export function findSoftwareDriver(): string | undefined {
  const [fs, path] = [nodeFs(), nodePath()];
  if (!fs || !path) return undefined;
  return FOLDERS.map((folder) => path.join(folder, DRIVER)).find((file) => fs.existsSync(file));
}

/**
 * Lets Vulkan, and Dawn upon it, see SwiftShader alone: WebGPU on a machine without a GPU, slow and
 * complete, for tests. Linux only; must come before Dawn is started.
 *
 * @throws BackendError when no SwiftShader is installed
 */
export function useSoftwareDriver(): void {
  // the real one: a test runner puts its own copy, whose variables Vulkan does not see, before it
  const { env } = process.getBuiltinModule('node:process');
  const given = env['VK_DRIVER_FILES'];
  const driver = given ?? findSoftwareDriver();
  if (!driver) {
    throw new BackendError(
      `IBEX_WEBGPU_SOFTWARE=1 asks for a software driver, and there is no ${DRIVER} in ${FOLDERS.join(', ')}`,
    );
  }
  env['VK_DRIVER_FILES'] = driver;
  // the loader of the system, or the one that came with the driver
  const beside = nodePath()!.join(nodePath()!.dirname(driver), LOADER);
  if (!preload(LOADER)) preload(beside);
}

/** Loads a library, so that Dawn finds it by its name. Returns whether there was one. */
function preload(library: string): boolean {
  const now = nodeOs()!.constants.dlopen.RTLD_NOW ?? 2;
  try {
    process.getBuiltinModule('node:process').dlopen({ exports: {} }, library, now | STAY_LOADED);
    return true;
  } catch (error) {
    // it is there, and of course no addon of Node
    return (error as Error).message.includes('did not self-register');
  }
}
