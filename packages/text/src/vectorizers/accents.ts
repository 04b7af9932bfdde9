/** The combining mark of the highest class: every other one moves before it in normal form. */
const HIGHEST = '\u0345';

/** True when Unicode gives the mark a combining class (Python's `unicodedata.combining`). */
function isCombining(mark: string): boolean {
  return mark === HIGHEST || (HIGHEST + mark).normalize('NFD') !== HIGHEST + mark;
}

/** Takes accents off by Unicode's own decomposition, in any script. */
export function stripAccentsUnicode(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text;
  return text.normalize('NFKD').replace(/\p{M}/gu, (mark) => (isCombining(mark) ? '' : mark));
}

/** Takes accents off and drops what is not ASCII then. */
export function stripAccentsAscii(text: string): string {
  return text.normalize('NFKD').replace(/[^\p{ASCII}]/gu, '');
}
