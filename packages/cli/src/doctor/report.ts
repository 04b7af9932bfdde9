import type { BackendInfo } from '@ibexjs/backends';

/** One computation of the self-test, against what it must give. */
export interface Check {
  /** `matmul`, `convolution`, `training step`, `gradient`. */
  name: string;
  passes: boolean;
  /** The largest difference to what was expected; missing where it failed altogether. */
  difference?: number;
  tolerance: number;
  /** Why there is no result. */
  error?: string;
}

/** How fast a backend is here, roughly. */
export interface Speed {
  /** Billions of operations a second in products of 512 x 512 matrices. */
  gflops: number;
  /** Milliseconds of a training step of a small convolutional network, batch 32. */
  stepMs: number;
}

/** What the doctor found of a backend. */
export interface BackendReport extends BackendInfo {
  checks: Check[];
  speed?: Speed;
  /** How its process ended before its time: `SIGSEGV while starting`. */
  crashed?: string;
}

/** What `ibexjs doctor --json` prints. */
export interface DoctorReport {
  node: string;
  platform: string;
  /** What 'auto' takes here. */
  auto?: string;
  /** Whether every backend that is here computes as it should, and there is one. */
  healthy: boolean;
  backends: BackendReport[];
}

/** Whether a backend that is here does what it should. */
export function isHealthy({ available, checks, crashed }: BackendReport): boolean {
  if (crashed !== undefined) return false;
  return !available || checks.every(({ passes }) => passes);
}
