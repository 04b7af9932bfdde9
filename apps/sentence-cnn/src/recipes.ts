import type { Settings, Variant } from './settings.js';

/** Sizes of a network, and how long it is trained. */
export interface Recipe {
  epochs: number;
  /** Numbers in a word vector. */
  dimension: number;
  /** Filters of each width. */
  filters: number;
  /** Units of the layer before the verdict. */
  hidden: number;
  /** Shares that are dropped, of the word vectors and of the hidden units. */
  dropoutWords: number;
  dropoutHidden: number;
}

const WIDE = { filters: 150, hidden: 150, dropoutWords: 0.25, dropoutHidden: 0.5 };
const NARROW = { filters: 3, hidden: 100, dropoutWords: 0.7, dropoutHidden: 0.8 };

/** What the tutorial reports its best accuracies with. */
export const TUTORIAL: Record<Variant, Recipe> = {
  rand: { epochs: 8, dimension: 20, ...WIDE },
  static: { epochs: 7, dimension: 100, ...WIDE },
  nonstatic: { epochs: 61, dimension: 20, ...NARROW },
};

/** The tutorial's recipe for a variant, with what the command line changes. */
export function recipeOf(variant: Variant, settings: Settings): Recipe {
  const own = TUTORIAL[variant];
  return {
    epochs: settings.epochs ?? own.epochs,
    dimension: settings.dimension ?? own.dimension,
    filters: settings.filters ?? own.filters,
    hidden: settings.hidden ?? own.hidden,
    dropoutWords: settings.dropoutWords ?? own.dropoutWords,
    dropoutHidden: settings.dropoutHidden ?? own.dropoutHidden,
  };
}
