import { tryToLoad, type Console } from '@ibexjs-apps/kit';
import { blogs, madeUpStories, nietzsche } from '@ibexjs/datasets';
import type { Settings } from './settings.js';

/** A text to learn from. */
export interface Corpus {
  /** For reports. */
  name: string;
  text: string;
}

/** Loads the text and prints, as the demo's first line, which it is and why. */
export async function loadCorpus(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<Corpus> {
  const { name, text, why } = await choose(settings, signal);
  console.out(`Data: ${name}, ${why}.`);
  return { name, text: settings.limit === undefined ? text : text.slice(0, settings.limit) };
}

async function choose(
  { corpus, seed }: Settings,
  signal: AbortSignal,
): Promise<Corpus & { why: string }> {
  const asked = 'as asked for';
  if (corpus === 'blog') {
    const { male } = await blogs.loadPosts({ signal });
    return { name: 'blog posts', text: male.filter(Boolean).join(' '), why: asked };
  }
  if (corpus === 'nietzsche') {
    const text = await nietzsche.loadText({ signal });
    return { name: 'Nietzsche', text: text.toLowerCase(), why: asked };
  }
  let why = asked;
  if (corpus === undefined) {
    const found = await tryToLoad('nietzsche.txt', (given) => nietzsche.loadText(given), signal);
    if ('data' in found) {
      return { name: 'Nietzsche', text: found.data.toLowerCase(), why: found.how };
    }
    why = `because Nietzsche is not at hand: ${found.reason}`;
  }
  const text = madeUpStories.loadText({ seed });
  return { name: 'stories made by the grammar of @ibexjs/datasets', text, why };
}
