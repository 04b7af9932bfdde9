import { DownloadError, ValueError } from '@ibexjs/core';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { MemoryConsole, type Console } from './console.js';
import { Interruption } from './interruption.js';
import { choice, command, parse, share, UsageError, wholeNumber } from './options.js';
import { tryToLoad } from './quick-download.js';
import { run } from './run.js';

function program(console: Console): Command {
  return command('demo', 'Shows something.', console)
    .addOption(choice('--size <name>', 'how large', ['small', 'large']).default('small'))
    .addOption(wholeNumber('--epochs <n>', 'how often'))
    .addOption(share('--dropout <share>', 'how much is dropped'));
}

describe('options', () => {
  test('are read', () => {
    const console = new MemoryConsole();
    expect(parse(program(console), [])).toEqual({ size: 'small' });
    expect(parse(program(console), ['--epochs', '3', '--size=large', '--dropout', '.25'])).toEqual({
      size: 'large',
      epochs: 3,
      dropout: 0.25,
    });
  });

  test.each([
    [['--epoch', '3'], 'unknown option', 2],
    [['--epochs', 'three'], 'whole number from 1 on', 2],
    [['--epochs', '0'], 'whole number from 1 on', 2],
    [['--dropout', '1'], 'from 0 to below 1', 2],
    [['--dropout', '1e-1'], 'from 0 to below 1', 2],
    [['--size', 'huge'], 'Allowed choices are small, large', 2],
    [['stray'], 'too many arguments', 2],
    [['--help'], 'Shows something.', 0],
  ])('%j is explained', (argv, message, exitCode) => {
    const console = new MemoryConsole();
    let caught: unknown;
    try {
      parse(program(console), argv);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UsageError);
    expect((caught as UsageError).exitCode).toBe(exitCode);
    expect([...console.output, ...console.errors].join('\n')).toContain(message);
  });
});

describe('run', () => {
  test('turns ends into exit codes', async () => {
    const console = new MemoryConsole();
    expect(await run(console, async () => undefined)).toBe(0);
    expect(await run(console, () => Promise.reject(new UsageError(2)))).toBe(2);
    expect(await run(console, () => Promise.reject(new ValueError('no such thing')))).toBe(1);
    expect(console.errors).toEqual(['Error: no such thing']);
    expect(await run(console, () => Promise.reject(new RangeError('a bug')))).toBe(1);
    expect(console.errors[1]).toContain('kit.test.ts'); // a stack trace for what is our fault
  });

  test('Ctrl-C aborts what listens, and the exit code tells', async () => {
    const console = new MemoryConsole();
    const code = await run(console, async (interruption) => {
      expect(interruption.requested).toBe(false);
      process.emit('SIGINT');
      expect(interruption.requested).toBe(true);
      expect(interruption.signal.aborted).toBe(true);
    });
    expect(code).toBe(130);
    expect(console.errors).toEqual(['Stopping after this batch …']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});

describe('tryToLoad', () => {
  const { signal } = new AbortController();

  test('gives the data and where it was found', async () => {
    expect(await tryToLoad('x', async () => 7, signal)).toEqual({
      data: 7,
      how: 'found in the cache or a mirror',
    });
  });

  test('gives up on a silent publisher, and says why there is no network', async () => {
    const silent = (options: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        options.signal.addEventListener('abort', () => reject(options.signal.reason as Error));
      });
    expect(await tryToLoad('x', silent, signal, 1)).toEqual({
      reason: 'no answer from its publisher within 0.001 seconds',
    });
    const offline = new DownloadError(
      'Could not get x. Tried:\n  - cache/x: it is not there\n  - https://a.org/x: no network\nWhat to do: …',
    );
    expect(await tryToLoad('x', () => Promise.reject(offline), signal)).toEqual({
      reason: 'it is neither cached nor mirrored, and could not be downloaded (a.org: no network)',
    });
  });

  test('passes on what no other data mends', async () => {
    const interruption = new Interruption(() => undefined);
    process.emit('SIGINT');
    const gone = () => Promise.reject(new Error('gone'));
    await expect(tryToLoad('x', gone, interruption.signal)).rejects.toThrow('gone');
    interruption.dispose();
    await expect(tryToLoad('x', gone, signal)).rejects.toThrow('gone');
  });
});
