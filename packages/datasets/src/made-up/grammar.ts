import { ValueError, type RandomGenerator } from '@ibexjs/core';

/**
 * A grammar: what each symbol may become. An alternative is text with symbols in braces:
 * `the {animal} sleeps`. One that is named twice comes twice as often.
 */
export type Grammar = Readonly<Record<string, readonly string[]>>;

const MAX_DEPTH = 50;

/** A text of the grammar, drawn from `start` on. @throws ValueError for a symbol without a rule */
export function expand(grammar: Grammar, start: string, random: RandomGenerator): string {
  return expandSymbol(grammar, start, random, 0);
}

function expandSymbol(
  grammar: Grammar,
  symbol: string,
  random: RandomGenerator,
  depth: number,
): string {
  const alternatives = grammar[symbol];
  if (!alternatives || alternatives.length === 0 || depth > MAX_DEPTH) {
    throw new ValueError(`The grammar has no rule for "${symbol}", or one without end.`);
  }
  const chosen = alternatives[random.integer(alternatives.length)]!;
  return chosen.replace(/\{([\w-]+)\}/g, (_, inner: string) =>
    expandSymbol(grammar, inner, random, depth + 1),
  );
}
