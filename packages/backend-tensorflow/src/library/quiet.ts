import { loadKoffi } from './koffi.js';

const STDERR = 2;
const WRITE_ONLY = 1;

/**
 * Runs `body` without what C code writes to the standard error. TensorFlow greets every start with
 * notes on the processor, which no setting silences. `TF_CPP_MIN_LOG_LEVEL=0` lets them through.
 */
export function quietly<T>(body: () => T): T {
  if (process.platform === 'win32' || process.env['TF_CPP_MIN_LOG_LEVEL'] === '0') return body();
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const system = loadKoffi().load(null);
  const open = system.func('open', 'int', ['str', 'int']);
  const close = system.func('close', 'int', ['int']);
  const copy = system.func('dup', 'int', ['int']);
  const replace = system.func('dup2', 'int', ['int', 'int']);
  const saved = copy(STDERR) as number;
  const nowhere = open('/dev/null', WRITE_ONLY) as number;
  replace(nowhere, STDERR);
  try {
    return body();
  } finally {
    replace(saved, STDERR);
    close(saved);
    close(nowhere);
  }
}
