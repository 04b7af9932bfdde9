import { inspectBackend, useBackend } from '@ibexjs/backends';

import type { BackendReport } from './report.js';
import { selfTest } from './self-test.js';
import { measureSpeed } from './speed.js';

/** What the child tells the doctor: what it is about to do, then what it found. */
export type ChildMessage = { doing: string } | { report: BackendReport };

/** Examines one backend in a process of its own: `node child.js NAME [speed]`. */
const [name, speed] = process.argv.slice(2);
const send = (message: ChildMessage) => void process.send?.(message);

send({ doing: 'looking for it' });
const report: BackendReport = { ...(await inspectBackend(name!)), checks: [] };
if (report.available) {
  try {
    send({ doing: 'starting' });
    await useBackend(name);
    report.checks = await selfTest((what) => send({ doing: what }));
    if (speed === 'speed' && report.checks.every(({ passes }) => passes)) {
      send({ doing: 'measuring its speed' });
      report.speed = await measureSpeed();
    }
  } catch (error) {
    // the message says what mends it, too
    report.available = false;
    report.reason = (error as Error).message;
    delete report.device;
  }
}
// threads and devices of a backend would keep the process
process.send?.({ report } satisfies ChildMessage, () => process.exit(0));
