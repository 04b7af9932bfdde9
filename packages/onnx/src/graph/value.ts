import type { DataType, Shape } from '@ibexjs/layers';

/** A tensor of the exported graph, as layers see it. */
export interface Value {
  readonly name: string;
  /** With the batch first; null for what is known only at run time. */
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Name of its mask, a bool tensor (batch, time): true where a step counts. */
  readonly mask: string | null;
}
