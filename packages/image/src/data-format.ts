import { checkChoice, imageDataFormat, type ImageDataFormat } from '@ibexjs/core';

/** Where the channels stand; Keras' words or camelCase. */
export type DataFormatOption = ImageDataFormat | 'channelsLast' | 'channelsFirst';

/** The format that was asked for, else the configured one. @throws ValueError */
export function readDataFormat(where: string, format?: DataFormatOption | null): ImageDataFormat {
  return checkChoice(where, 'dataFormat', format ?? imageDataFormat(), [
    'channels_last',
    'channels_first',
  ] as const);
}
