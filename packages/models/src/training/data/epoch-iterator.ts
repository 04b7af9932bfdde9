import type { Batch, BatchSource } from './batch.js';

/**
 * Goes through a source epoch by epoch. With `stepsPerEpoch` an epoch is that many batches, and the
 * next one goes on where it ended; without, it is one pass.
 */
export class EpochIterator {
  private iterator: Iterator<Batch> | AsyncIterator<Batch> | null = null;
  /** Batches taken from the present pass. */
  private taken = 0;
  /** Batches taken in the present epoch. */
  private step = 0;
  private hasWarned = false;

  constructor(
    private readonly source: BatchSource,
    private readonly stepsPerEpoch?: number,
  ) {}

  /** Batches an epoch, if that is known. */
  get numBatches(): number | undefined {
    return this.stepsPerEpoch ?? this.source.numBatches;
  }

  async begin(epoch: number): Promise<void> {
    this.step = 0;
    if (this.iterator && this.stepsPerEpoch !== undefined) return;
    await this.close();
    this.iterator = await this.source.open(epoch);
    this.taken = 0;
  }

  /** The next batch of the epoch; null at its end. The tensors are the caller's to dispose. */
  async next(): Promise<Batch | null> {
    if (this.step === this.stepsPerEpoch || !this.iterator) return this.end();
    const given = this.iterator.next();
    const result = given instanceof Promise ? await given : given;
    if (!result.done) {
      this.step++;
      this.taken++;
      return result.value;
    }
    this.iterator = null;
    if (this.stepsPerEpoch !== undefined && !this.hasWarned) {
      this.hasWarned = true;
      console.warn(
        `The data ran out after ${this.step} of the ${this.stepsPerEpoch} steps of an epoch. ` +
          'To go through it again and again, pass a generator function that does not end.',
      );
    }
    return null;
  }

  /** A pass that is over makes room for the next one. */
  private end(): null {
    if (this.taken === this.source.numBatches) this.iterator = null;
    return null;
  }

  /** Lets an unfinished pass clean up. */
  async close(): Promise<void> {
    const { iterator } = this;
    this.iterator = null;
    await iterator?.return?.();
  }
}
