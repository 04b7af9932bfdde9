import { fileError, systemCode } from '../files.js';
import { nodeFs } from '../platform.js';

/**
 * Makes sure that one process at a time writes a partial file: `run` gets `path` when nobody else
 * writes it, else a name of its own, which is gone afterwards.
 */
export async function claim<T>(path: string, run: (path: string) => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  const mine = takeLock(lock);
  const used = mine ? path : `${path}-${process.pid}-${claims++}`;
  try {
    return await run(used);
  } finally {
    nodeFs()!.rmSync(mine ? lock : used, { force: true });
  }
}

let claims = 0;

/** True when the lock is ours now. One whose process has ended is taken over. */
function takeLock(lock: string): boolean {
  const files = nodeFs()!;
  const write = () => files.writeFileSync(lock, String(process.pid), { flag: 'wx' });
  try {
    try {
      write();
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      if (isAlive(Number(files.readFileSync(lock, 'utf8')))) return false;
      files.rmSync(lock, { force: true });
      write();
    }
    return true;
  } catch (error) {
    throw fileError('write', lock, error);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
