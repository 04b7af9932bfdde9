import { run, type Console } from '@ibexjs-apps/kit';
import { useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { formatTable, Report, scatterChart, type TableData } from '@ibexjs/plot';
import { KeyedVectors, Word2Vec } from '@ibexjs/text';
import { learnDocuments, type Documents } from './documents.js';
import { readSettings, type Settings } from './settings.js';
import { loadTexts, type Texts } from './texts.js';
import {
  analogyTable,
  contentWords,
  mapOfWords,
  neighbourTable,
  pairTable,
  tellingWords,
} from './words.js';

/** 12345 as 12,345. */
const inEnglish = (number: number): string => number.toLocaleString('en');

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function wordVectors(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const texts = await loadTexts(settings, console, interruption.signal);
    const model = new Word2Vec({
      model: settings.model,
      vectorSize: settings.dimension,
      minCount: settings.minCount,
      workers: settings.workers,
      seed: settings.seed,
    });
    await model.buildVocab(texts.words);
    const { corpusWords, wv: beginning } = model;
    console.out(
      `${inEnglish(corpusWords)} words, ${inEnglish(beginning.size)} different ones that are frequent enough`,
    );
    // The tutorial stops here: it never trains, so its similarities are those of random numbers.
    const untrained = KeyedVectors.from(beginning.indexToKey, beginning.vectors.slice());
    const report = await model.train(texts.words, { epochs: settings.epochs });
    console.out(
      `Trained in ${report.seconds.toFixed(1)} s: ${inEnglish(Math.round(report.words / report.seconds))} words a second`,
    );
    const asked = settings.word.length > 0 ? settings.word : tellingWords(model.wv, 6);
    const tables: [string, TableData][] = [
      ['Similar or not', pairTable(untrained, model.wv)],
      ['Nearest words', neighbourTable(model.wv, asked)],
      ['Analogies', analogyTable(model.wv)],
    ];
    for (const [title, table] of tables) {
      if (table.rows.length > 0) console.out(`\n${title}\n${formatTable(table)}`);
    }
    let documents: Documents | undefined;
    if (settings.documents && !interruption.requested) {
      await useBackend('auto');
      setRandomSeed(settings.seed);
      documents = await learnDocuments(texts, settings, interruption);
      tellDocuments(documents, texts, console);
    }
    if (settings.report === undefined) return;
    await writeReport(settings.report, model.wv, tables, documents, texts, settings);
    console.out(`Report: ${settings.report}`);
  });
}

function tellDocuments({ nearest, accuracy, seconds }: Documents, texts: Texts, console: Console) {
  const [one, zero] = texts.classes;
  console.out(`\nNearest documents (${seconds.toFixed(1)} s)\n${formatTable(nearest)}`);
  console.out(
    `Logistic regression on document vectors tells ${one} from ${zero} in ${accuracy.toFixed(4)}.`,
  );
}

async function writeReport(
  path: string,
  vectors: KeyedVectors,
  tables: readonly [string, TableData][],
  documents: Documents | undefined,
  texts: Texts,
  settings: Settings,
): Promise<void> {
  const report = new Report({
    title: 'What word vectors know',
    subtitle: `${texts.name}: ${inEnglish(texts.texts.length)} texts, ${inEnglish(vectors.size)} words, ${settings.epochs} epochs`,
  });
  for (const [title, table] of tables) {
    if (table.rows.length > 0) report.heading(title).table(table);
  }
  const words = contentWords(vectors, settings.mapped);
  const map = scatterChart({
    ...mapOfWords(vectors, words, settings.seed),
    labels: words,
    width: 900,
    height: 700,
  });
  report.heading('Map of the most frequent words').figure(map);
  if (documents) {
    report
      .heading('Documents')
      .facts({ 'accuracy of logistic regression': documents.accuracy.toFixed(4) })
      .table(documents.nearest);
  }
  await report.save(path);
}
