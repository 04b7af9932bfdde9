/**
 * The words of a text as the IMDB reviews were split: lower case, parted by space and by every
 * ASCII mark but the apostrophe.
 */
export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~\s]+/)
    .filter((word) => word !== '');
}
