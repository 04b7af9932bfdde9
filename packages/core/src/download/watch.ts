import { DownloadError } from '../errors.js';

/** Aborts a request when nothing has come for a while, or when the caller aborts. */
export class Watch {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Why it was aborted, if it was. */
  reason: Error | undefined;
  private readonly onAbort = () => this.controller.abort();

  constructor(
    private readonly timeout: number,
    private readonly outer: AbortSignal | undefined,
  ) {
    outer?.throwIfAborted();
    outer?.addEventListener('abort', this.onAbort);
    this.touch();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.reason = new DownloadError(`nothing came for ${this.timeout / 1000} seconds`);
      this.controller.abort();
    }, this.timeout);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.onAbort);
  }
}
