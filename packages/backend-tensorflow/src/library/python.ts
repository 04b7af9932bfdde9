/** Asks for the package's place without importing it, which would take seconds. */
const QUESTION =
  'import importlib.util; s = importlib.util.find_spec("tensorflow"); ' +
  'print(s.submodule_search_locations[0] if s else "")';

/** Folder of the Python package `tensorflow`; null when there is none, or no Python. */
export function pythonTensorFlow(): string | null {
  const processes = process.getBuiltinModule('node:child_process');
  for (const command of process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python']) {
    const { status, stdout } = processes.spawnSync(command, ['-c', QUESTION], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    if (status === 0) return stdout.trim() || null;
  }
  return null;
}
