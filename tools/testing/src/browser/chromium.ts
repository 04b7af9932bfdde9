import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser that tests use: `CHROME_PATH`, or the first one on PATH; undefined when there is none. */
export function findChromium(): string | undefined {
  const given = process.env['CHROME_PATH'];
  if (given) return existsSync(given) ? given : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find((place) => existsSync(place));
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-sync',
  '--enable-logging=stderr',
];

/** Chromium without a window, with a profile of its own that goes when it is closed. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  #log = '';

  /** Opens an address. @throws Error when no Chromium is found */
  static async open(address: string, flags: readonly string[] = []): Promise<Chromium> {
    const path = findChromium();
    if (!path) throw new Error('No Chromium: name one in CHROME_PATH.');
    return new Chromium(path, await mkdtemp(join(tmpdir(), 'ibex-chromium-')), flags, address);
  }

  private constructor(path: string, profile: string, flags: readonly string[], address: string) {
    this.#profile = profile;
    // Chromium brings a software Vulkan driver, which these variables would hide
    const { VK_DRIVER_FILES: _, VK_ICD_FILENAMES: __, ...env } = process.env;
    this.#process = spawn(path, [...FLAGS, `--user-data-dir=${profile}`, ...flags, address], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      env: { ...env, HOME: profile },
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-100_000);
    });
  }

  /** The last lines that it wrote, the page's console among them. */
  get log(): string {
    // what every desktop has and a server lacks
    const lines = this.#log.split('\n').filter((line) => !/dbus|bluez|idle_linux/.test(line));
    return lines.slice(-20).join('\n');
  }

  /** Resolves when the browser ends by itself. */
  get ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once('exit', () => resolve());
      this.#process.once('error', () => resolve());
    });
  }

  /** Ends it, the processes that it started too. */
  async close(): Promise<void> {
    const { pid } = this.#process;
    if (pid !== undefined && this.#process.exitCode === null) {
      const { ended } = this;
      // the group: a browser is many processes
      process.kill(-pid, 'SIGKILL');
      await ended;
    }
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
