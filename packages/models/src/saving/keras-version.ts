/** The Keras whose files are written. */
export const KERAS_VERSION = '3.15.1';
