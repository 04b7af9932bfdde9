import { ValueError } from '@ibexjs/core';

/**
 * How often training lets other work run (drawing a page, signals): after so many milliseconds,
 * every batch, every epoch, or never. 'auto': every 16 ms.
 */
export type YieldEvery = 'auto' | 'batch' | 'epoch' | 'never' | number;

/** Lets the event loop go round. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/** Decides when it is time. */
export class Breather {
  private readonly interval: number;
  private last = performance.now();

  constructor(private readonly every: YieldEvery = 'auto') {
    const isWord = ['auto', 'batch', 'epoch', 'never'].includes(every as string);
    if (!isWord && !(typeof every === 'number' && every >= 0)) {
      throw new ValueError(
        `fit: option "yieldEvery" must be 'auto', 'batch', 'epoch', 'never' or milliseconds; received ${JSON.stringify(every)}.`,
      );
    }
    this.interval = every === 'auto' ? 16 : typeof every === 'number' ? every : Infinity;
  }

  /** Call it after a batch. Tells whether it was time. */
  async afterBatch(): Promise<boolean> {
    const isTime = this.every === 'batch' || performance.now() - this.last >= this.interval;
    if (isTime) await this.breathe();
    return isTime;
  }

  /** Call it after an epoch. Tells whether it was time. */
  async afterEpoch(): Promise<boolean> {
    const isTime = this.every !== 'never';
    if (isTime) await this.breathe();
    return isTime;
  }

  private async breathe(): Promise<void> {
    await breathe();
    this.last = performance.now();
  }
}
