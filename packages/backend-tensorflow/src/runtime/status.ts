import type { CApi } from '../api/symbols.js';
import { TensorFlowError } from '../errors.js';

/** What TensorFlow's functions report; one serves them all. */
export class Status {
  readonly pointer: number;

  constructor(private readonly api: CApi) {
    this.pointer = api.TF_NewStatus();
  }

  /** @throws TensorFlowError when the last call failed */
  check(what?: string): void {
    const code = this.api.TF_GetCode(this.pointer);
    if (code === 0) return;
    const message = this.api.TF_Message(this.pointer);
    throw new TensorFlowError(code, what ? `${what}: ${message}` : message);
  }
}
