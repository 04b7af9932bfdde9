import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** What a page tells the server when it has finished. */
export type PageReport = { value: unknown } | { error: string };

export interface PageServerOptions {
  /** The page's JavaScript. */
  script: string;
  /** Further files: names as the page asks for them, and where they are on disk. */
  files: Readonly<Record<string, string>>;
  isolated: boolean;
}

/** Serves one page, its script and files, on an address of this machine, and waits for its report. */
export class PageServer {
  readonly report: Promise<PageReport>;
  readonly #server: Server;
  readonly #options: PageServerOptions;
  #resolve: (report: PageReport) => void = () => undefined;

  constructor(options: PageServerOptions) {
    this.#options = options;
    this.report = new Promise((resolve) => (this.#resolve = resolve));
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Starts it; resolves to the page's address. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') return this.#receive(request, response);
    const headers = this.#options.isolated
      ? {
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
        }
      : {};
    const send = (type: string, text: string) =>
      response.writeHead(200, { ...headers, 'content-type': type }).end(text);
    if (pathname === '/')
      return void send(
        'text/html',
        '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>',
      );
    if (pathname === '/page.js') return void send('text/javascript', this.#options.script);
    const file = this.#options.files[pathname.slice(1)];
    if (!file || !existsSync(file)) return void response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type });
    createReadStream(file).pipe(response);
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      response.end();
      this.#resolve(JSON.parse(body) as PageReport);
    });
  }
}
