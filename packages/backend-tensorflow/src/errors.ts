import { BackendError, IbexError } from '@ibexjs/core';

/** No usable TensorFlow library was found; the message lists what was tried. */
export class LibraryError extends BackendError {
  override name = 'LibraryError';
}

/** TensorFlow refused an operation; the message is TensorFlow's own. */
export class TensorFlowError extends IbexError {
  override name = 'TensorFlowError';

  /** @param status TensorFlow's status code: 3 for an invalid argument, 8 for exhausted memory … */
  constructor(
    readonly status: number,
    message: string,
  ) {
    super('IBEX_TENSORFLOW', message);
  }
}

/** A function of tensors that cannot be made one call of the backend; the message says why. */
export class TraceError extends IbexError {
  override name = 'TraceError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_TRACE', message, options);
  }
}
