/** Called as bytes arrive; `total` is undefined when the server does not tell. */
export type DownloadProgress = (received: number, total: number | undefined) => void;

/** `11.5 MB`. */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const exponent = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** exponent).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB'][exponent]}`;
}

/**
 * Shows a download on standard error: a line that is rewritten on a terminal, one plain line
 * otherwise, nothing in a page.
 */
export function terminalProgress(name: string, from: string): DownloadProgress {
  const stream = typeof process === 'object' ? process.stderr : undefined;
  if (!stream) return () => undefined;
  if (!stream.isTTY) {
    stream.write(`Downloading ${name} from ${from}\n`);
    return () => undefined;
  }
  const started = performance.now();
  let first: number | undefined;
  let shown = -Infinity;
  return (received, total) => {
    first ??= received; // what an earlier run left behind is not this one's speed
    const now = performance.now();
    const done = received === total;
    if (!done && now - shown < 100) return;
    shown = now;
    const speed = ((received - first) * 1000) / Math.max(1, now - started);
    const part = total ? ` ${Math.floor((100 * received) / total)}% of ${showBytes(total)}` : '';
    stream.write(
      `\r\x1b[KDownloading ${name}:${part || ` ${showBytes(received)}`}, ${showBytes(speed)}/s${done ? '\n' : ''}`,
    );
  };
}
