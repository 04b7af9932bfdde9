/** How much time makes a judgement, and how long the first rest from threads lasts. */
const WINDOW_MS = 40;
const FIRST_REST_MS = 200;
const LONGEST_REST_MS = 5_000;

/**
 * Decides whether other threads help. On a machine with other work to do, a worker may be put aside
 * in the middle of a tile; when this thread waits longer for others than it works, it had better
 * work alone for a while.
 */
export class Balance {
  #worked = 0;
  #waited = 0;
  #rest = FIRST_REST_MS;
  #aloneUntil = 0;

  /** Whether to work alone now. */
  alone(now: number): boolean {
    return now < this.#aloneUntil;
  }

  /** Notes a job: how long this thread worked on tiles, then waited for those of others. */
  note(now: number, worked: number, waited: number): void {
    this.#worked += worked;
    this.#waited += waited;
    if (this.#worked + this.#waited < WINDOW_MS) return;
    if (this.#waited > this.#worked) {
      this.#aloneUntil = now + this.#rest;
      this.#rest = Math.min(LONGEST_REST_MS, 2 * this.#rest);
    } else {
      this.#rest = FIRST_REST_MS;
    }
    this.#worked = 0;
    this.#waited = 0;
  }
}
