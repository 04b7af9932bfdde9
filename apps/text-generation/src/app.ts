import { run, type Console, type Interruption } from '@ibexjs-apps/kit';
import { backend, describeChoice, useBackend } from '@ibexjs/backends';
import { fileExists, RandomGenerator, setRandomSeed, ValueError } from '@ibexjs/core';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.js';
import { loadCorpus, type Corpus } from './corpus.js';
import { generate } from './generate.js';
import { network } from './network.js';
import { writeReport, type Results, type Sample } from './results.js';
import { SAMPLERS } from './samplers.js';
import { readSettings, type Settings } from './settings.js';
import { Vocabulary } from './vocabulary.js';
import { Windows } from './windows.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function textGeneration(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    if (settings.resume && settings.checkpoint === undefined) {
      throw new ValueError('--resume needs --checkpoint: the file to go on from.');
    }
    const corpus = await loadCorpus(settings, console, interruption.signal);
    console.out(describeChoice(await useBackend(settings.backend)));
    setRandomSeed(settings.seed);
    const writer = new Writer(corpus, settings, console);
    try {
      await writer.begin();
      const results = await writer.learn(interruption);
      if (settings.report !== undefined) {
        await writeReport(settings.report, results);
        console.out(`Report: ${settings.report}`);
      }
    } finally {
      writer.dispose();
    }
  });
}

/** A network in training, with the text that it learns from. */
class Writer {
  readonly #vocabulary: Vocabulary;
  readonly #windows: Windows;
  readonly #network: ReturnType<typeof network>;
  readonly #samples: Sample[] = [];
  readonly #summary: string[] = [];
  #losses: number[] = [];

  constructor(
    private readonly corpus: Corpus,
    private readonly settings: Settings,
    private readonly console: Console,
  ) {
    const { maxLength, step, units, learningRate } = settings;
    this.#vocabulary = new Vocabulary(corpus.text);
    const codes = this.#vocabulary.encode(corpus.text);
    this.#windows = new Windows(codes, maxLength, step, this.#vocabulary.size);
    this.#network = network(maxLength, this.#vocabulary.size, units, learningRate);
    this.#network.model.summary({ printFn: (line) => this.#summary.push(line) });
  }

  /** Tells what there is, and goes on from the checkpoint when that is wanted. */
  async begin(): Promise<void> {
    const { checkpoint, resume } = this.settings;
    const { characters } = this.#vocabulary;
    this.console.out(this.#summary.join('\n'));
    this.console.out(
      `Text of ${this.#windows.codes.length} characters (${characters.length} different), ${this.#windows.count} windows.`,
    );
    if (!resume) return;
    const { model, optimizer } = this.#network;
    this.#losses = await loadCheckpoint(checkpoint!, model, optimizer, characters);
    this.console.out(`Going on from ${checkpoint} after ${this.#losses.length} epochs.`);
  }

  /** Trains epoch by epoch; after each, keeps a checkpoint and writes samples. */
  async learn(interruption: Interruption): Promise<Results> {
    const { epochs, checkpoint } = this.settings;
    let seconds = 0;
    const begun = this.#losses.length;
    for (let epoch = begun; epoch < epochs; epoch++) {
      this.console.out(`\nEpoch ${epoch + 1}/${epochs}`);
      const started = performance.now();
      const loss = await this.#trainEpoch(epoch, interruption);
      seconds += (performance.now() - started) / 1000;
      if (loss === undefined) break;
      this.#losses.push(loss);
      this.console.out(
        `Loss after epoch ${epoch + 1}: ${loss.toFixed(4)} (${seconds.toFixed(1)} s)`,
      );
      if (checkpoint !== undefined) await this.#keep(checkpoint);
      await this.#write(epoch, interruption);
      if (interruption.requested) break;
    }
    const finished = this.#losses.length - begun;
    this.console.out(
      `\n${interruption.requested ? 'Interrupted' : 'Trained'}: ${finished} epochs finished in ${seconds.toFixed(1)} s` +
        (checkpoint !== undefined && (await fileExists(checkpoint))
          ? `; go on with --checkpoint ${checkpoint} --resume.`
          : '.'),
    );
    return {
      settings: this.settings,
      backend: backend() ?? this.settings.backend,
      corpus: this.corpus.name,
      characters: this.#vocabulary.size,
      windows: this.#windows.count,
      losses: this.#losses,
      seconds,
      samples: this.#samples,
      summary: this.#summary.join('\n'),
    };
  }

  /** @returns the epoch's mean loss; undefined when it was interrupted */
  async #trainEpoch(epoch: number, interruption: Interruption): Promise<number | undefined> {
    const { batchSize, seed, verbose } = this.settings;
    const { history } = await this.#network.model.fit(
      () => this.#windows.batches(batchSize, seed, epoch),
      {
        epochs: 1,
        stepsPerEpoch: Math.ceil(this.#windows.count / batchSize),
        signal: interruption.signal,
        verbose,
      },
    );
    return interruption.requested ? undefined : history['loss']?.[0];
  }

  async #keep(path: string): Promise<void> {
    const { model, optimizer } = this.#network;
    const { characters } = this.#vocabulary;
    await saveCheckpoint(path, model, optimizer, { losses: this.#losses, characters });
  }

  /** Continues one random piece of the text with every diversity, shown as it is made. */
  async #write(epoch: number, interruption: Interruption): Promise<void> {
    const { length: count, sampler: name, maxLength, seed } = this.settings;
    if (count === 0) return;
    const { draw, diversities } = SAMPLERS[name];
    const random = new RandomGenerator(seed * 7919 + epoch);
    const at = random.integer(this.#windows.codes.length - maxLength);
    const start = this.#windows.codes.subarray(at, at + maxLength);
    for (const diversity of diversities) {
      this.console.out(
        `\n— diversity ${diversity}, going on from “${this.#vocabulary.decode(start)}”`,
      );
      let text = '';
      const options = { start, count, sampler: draw, diversity, random };
      for await (const character of generate(
        this.#network.model,
        this.#vocabulary,
        maxLength,
        options,
      )) {
        text += character;
        this.console.write(character);
        if (interruption.requested) break;
      }
      this.console.out('');
      this.#samples.push({
        epoch: epoch + 1,
        diversity,
        start: this.#vocabulary.decode(start),
        text,
      });
      if (interruption.requested) return;
    }
  }

  dispose(): void {
    this.#network.model.dispose();
  }
}
