import { createInterface } from 'node:readline/promises';

/** Lines that the user types, until an empty one, the end of input, or Ctrl-C. */
export async function* ask(prompt: string, signal: AbortSignal): AsyncGenerator<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // readline takes Ctrl-C from the terminal for itself
  lines.on('SIGINT', () => process.emit('SIGINT'));
  try {
    for (;;) {
      const line = await lines.question(prompt, { signal }).catch(() => '');
      if (line.trim() === '') return;
      yield line;
    }
  } finally {
    lines.close();
  }
}
