import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a suite found on a backend. Where `IBEX_CONFORMANCE` names a folder it is written there as
 * `SUITE-BACKEND.json`; docs/parity.md is made from these files.
 */
export class ConformanceReport {
  private readonly differences: { name: string; difference: number; passes: boolean }[] = [];
  private readonly exceptions: { name: string; because: string }[] = [];

  constructor(
    private readonly backend: string,
    private readonly suite: string,
  ) {}

  add(name: string, difference: number, tolerance: number): void {
    this.differences.push({ name, difference, passes: difference <= tolerance });
  }

  /** A case that the backend is known not to compute. */
  except(name: string, because: string): void {
    this.exceptions.push({ name, because });
  }

  write(): void {
    const folder = process.env['IBEX_CONFORMANCE'];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const byDifference = [...this.differences].sort((a, b) => b.difference - a.difference);
    const report = {
      backend: this.backend,
      suite: this.suite,
      cases: this.differences.length + this.exceptions.length,
      passes: this.differences.filter(({ passes }) => passes).length,
      largest: byDifference.slice(0, 5).map(({ name, difference }) => ({
        name,
        difference: Number(difference.toPrecision(2)),
      })),
      exceptions: this.exceptions,
    };
    const file = join(folder, `${this.suite}-${this.backend}.json`);
    writeFileSync(file, JSON.stringify(report, null, 2) + '\n');
  }
}
