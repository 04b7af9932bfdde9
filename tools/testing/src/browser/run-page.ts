import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';

import { Chromium } from './chromium.js';
import { PageServer, type PageReport } from './page-server.js';

export interface PageOptions {
  /**
   * Path of the page's module, TypeScript or JavaScript. It may import the workspace's packages by
   * their names; their sources are bundled, so that nothing need be built. Its default export is
   * called with `parameters`; what it returns, or resolves to, must be JSON.
   */
  page: string;
  /** JSON for the page. Default: null. */
  parameters?: unknown;
  /** Further files that the page may fetch: their names on the server and paths on disk. */
  files?: Readonly<Record<string, string>>;
  /** With the headers of cross-origin isolation, which give shared memory. Default: false. */
  isolated?: boolean;
  /** Further flags of Chromium, like `--enable-unsafe-webgpu`. */
  flags?: readonly string[];
  /** Milliseconds until it is given up. Default: 100,000. */
  timeout?: number;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Runs a module in a page of headless Chromium and resolves to what it returns:
 * `runPage<number[]>({page: fileURLToPath(new URL('train.page.ts', import.meta.url))})`. The page
 * is bundled by esbuild and served from this machine; browser and server are gone afterwards.
 *
 * @throws Error with the page's own message when it fails, and with the last lines that the browser
 * wrote, the page's console among them
 */
export async function runPage<T>(options: PageOptions): Promise<T> {
  const { page, parameters = null, files = {}, isolated = false } = options;
  const { flags = [], timeout = 100_000 } = options;
  const server = new PageServer({ script: await bundle(page, parameters), files, isolated });
  const browser = await Chromium.open(await server.listen(), flags);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PageReport>((resolve) => {
    timer = setTimeout(() => resolve({ error: `no answer within ${timeout} ms` }), timeout);
  });
  const ended = browser.ended.then(() => ({ error: 'the browser ended' }));
  try {
    const report = await Promise.race([server.report, late, ended]);
    if ('error' in report) throw new Error(`${page}: ${report.error}\n${browser.log}`);
    return report.value as T;
  } finally {
    clearTimeout(timer);
    await browser.close();
    await server.close();
  }
}

async function bundle(page: string, parameters: unknown): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: { contents: starter(page, parameters), resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    tsconfig: `${root}tsconfig.json`,
    // what Node alone has may be imported on first use, but not by what a page needs
    external: ['node:*', ...builtinModules],
    // the lists of files with side effects name the compiled ones
    ignoreAnnotations: true,
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw new Error(`Cannot bundle ${page}: ${(error as Error).message}`);
  });
  return outputFiles[0]!.text;
}

/** What calls the page's module and reports how that went. */
function starter(page: string, parameters: unknown): string {
  return `
    const report = (body) => fetch('/report', { method: 'POST', body: JSON.stringify(body) });
    const fail = (error) => report({ error: String(error?.stack ?? error) });
    addEventListener('error', (event) => fail(event.error ?? event.message));
    addEventListener('unhandledrejection', (event) => fail(event.reason));
    import(${JSON.stringify(page)})
      .then((module) => module.default(${JSON.stringify(parameters)}))
      .then((value = null) => report({ value }))
      .catch(fail);
  `;
}
