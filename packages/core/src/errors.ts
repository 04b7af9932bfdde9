/**
 * Base class of every error Ibex throws on purpose. `code` is stable and meant for programs;
 * the message is meant for people: what was wrong, and what to do.
 */
export class IbexError extends Error {
  // written out, since bundlers rename classes
  override name = 'IbexError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An argument has a value that the callee cannot work with. */
export class ValueError extends IbexError {
  override name = 'ValueError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_VALUE', message, options);
  }
}

/** A tensor has another shape than is needed. */
export class ShapeError extends IbexError {
  override name = 'ShapeError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_SHAPE', message, options);
  }
}

/** An option that nobody reads: a misspelling, or one of another layer. */
export class UnknownOptionError extends IbexError {
  override name = 'UnknownOptionError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_UNKNOWN_OPTION', message, options);
  }
}

/** A name (of a layer, loss, file, word …) that nothing answers to. */
export class NotFoundError extends IbexError {
  override name = 'NotFoundError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_NOT_FOUND', message, options);
  }
}

/** Something was used before it was ready: a model before compile, a layer before build. */
export class StateError extends IbexError {
  override name = 'StateError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_STATE', message, options);
  }
}

/** A file or buffer that is damaged, truncated, hostile or of another format. */
export class FormatError extends IbexError {
  override name = 'FormatError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_FORMAT', message, options);
  }
}

/** A file or folder that cannot be read or written: missing, read-only, disk full. */
export class FileError extends IbexError {
  override name = 'FileError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_FILE', message, options);
  }
}

/** A download that failed, or whose bytes are not the published ones. */
export class DownloadError extends IbexError {
  override name = 'DownloadError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_DOWNLOAD', message, options);
  }
}

/** A backend that cannot run here, or that lacks what was asked of it. */
export class BackendError extends IbexError {
  override name = 'BackendError';

  constructor(message: string, options?: ErrorOptions) {
    super('IBEX_BACKEND', message, options);
  }
}
