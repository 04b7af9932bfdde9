/** Fields of the control block in shared memory (int32 each), through which threads meet. */
export const CONTROL = {
  /** Counts jobs; sleeping workers wait for it to change. */
  job: 0,
  /** 1 while tiles of the present job may be taken. */
  open: 1,
  /** Workers that look at the job or work on it; the main thread leaves a job when it is 0. */
  active: 2,
  /** The next tile that nobody has taken. */
  next: 3,
  tiles: 4,
  op: 5,
  args: 6,
  /** Each thread's scratch memory is at scratch + index * stride. */
  scratch: 7,
  stride: 8,
  /** Workers that have started; told here, since a busy main thread reads no messages. */
  ready: 9,
} as const;

export const CONTROL_FIELDS = 16;
