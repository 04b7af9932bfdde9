import { checkOptions, checkPositiveInteger, RandomGenerator } from '@ibexjs/core';

import { expand } from './grammar.js';
import { STORIES } from './story-grammar.js';

export interface MadeUpStoryOptions {
  /** At least so many characters, to the end of a story. Default: 100,000. */
  length?: number;
  /** The same seed gives the same text. Default: 0. */
  seed?: number;
}

/**
 * Made-up stories, one a paragraph, for demos without network: what a small network can learn to
 * write in a minute.
 *
 * @param options `length` (default 100,000 characters), `seed` (default 0)
 */
export function loadText(options: MadeUpStoryOptions = {}): string {
  checkOptions('madeUpStories.loadText', options, ['length', 'seed']);
  const { length = 100_000, seed = 0 } = options;
  checkPositiveInteger('madeUpStories.loadText', 'length', length);
  const random = new RandomGenerator(seed);
  const stories: string[] = [];
  for (let written = 0; written < length;) {
    const story = expand(STORIES, 'story', random);
    const text = story.replace(/(^|[.!?] )([a-z])/g, (start) => start.toUpperCase());
    stories.push(text);
    written += text.length + 2;
  }
  return stories.join('\n\n');
}
