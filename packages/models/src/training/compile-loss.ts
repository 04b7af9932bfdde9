import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, ValueError } from '@ibexjs/core';
import { getMask } from '@ibexjs/layers';
import { getLoss, type Loss, type LossIdentifier } from '@ibexjs/losses';

import { labelKind } from './label-kind.js';
import { isByOutput, perOutput } from './per-output.js';
import { RunningMean } from './running-mean.js';

/** One loss for all outputs, or a list or dictionary with one for each; null: no loss there. */
export type LossSetting =
  | LossIdentifier
  | readonly (LossIdentifier | null)[]
  | Readonly<Record<string, LossIdentifier | null>>;

/** Factors of the outputs' losses in the sum that is trained on. */
export type LossWeights = number | readonly number[] | Readonly<Record<string, number>>;

interface OutputLoss {
  readonly index: number;
  readonly output: string;
  readonly loss: Loss;
  readonly weight: number | null;
  /** Keeps the unweighted loss, when there are several. */
  readonly tracker: RunningMean | null;
}

const CROSSENTROPIES = {
  binary: 'binary_crossentropy',
  sparse: 'sparse_categorical_crossentropy',
  categorical: 'categorical_crossentropy',
} as const;

/** The losses of a compiled model: the weighted sum over the outputs, as in Keras. */
export class CompiledLoss {
  private losses: OutputLoss[] | null = null;

  constructor(
    private readonly setting: LossSetting,
    private readonly weights: LossWeights | null,
  ) {}

  /** The means of the single losses, when there are several: `a_loss`, `b_loss`. */
  get trackers(): RunningMean[] {
    return (this.losses ?? []).flatMap(({ tracker }) => tracker ?? []);
  }

  /**
   * The loss that is trained on, a scalar; null when no output has one.
   *
   * @throws ShapeError naming the output when labels and predictions do not fit
   */
  apply(
    yTrue: readonly (tf.Tensor | null)[],
    yPred: readonly tf.Tensor[],
    sampleWeight: readonly (tf.Tensor | null)[] | null,
    outputNames: readonly string[],
  ): tf.Tensor | null {
    this.losses ??= this.build(yTrue, yPred, outputNames);
    const terms = this.losses.map(({ index, output, loss, weight, tracker }) => {
      const labels = yTrue[index] ?? null;
      if (labels === null) {
        throw new ValueError(
          `Output "${output}" has the loss ${loss.name}, but there are no labels for it.`,
        );
      }
      const weights = sampleWeight?.[sampleWeight.length === 1 ? 0 : index] ?? null;
      const predictions = yPred[index]!;
      const value = inOutput(output, () =>
        loss.apply(labels, predictions, weights, getMask(predictions)),
      );
      tracker?.updateState(value, predictions.shape[0]);
      return weight === null ? value : tf.mul(value, weight);
    });
    return terms.length === 0 ? null : terms.reduce((sum, term) => tf.add(sum, term));
  }

  private build(
    yTrue: readonly (tf.Tensor | null)[],
    yPred: readonly tf.Tensor[],
    outputNames: readonly string[],
  ): OutputLoss[] {
    const { setting } = this;
    const isSpread = Array.isArray(setting) || isByOutput(setting);
    const identifiers = isSpread
      ? perOutput<LossIdentifier>('loss', setting as readonly LossIdentifier[], outputNames)
      : outputNames.map(() => setting as LossIdentifier);
    const used = identifiers.flatMap((id, index) => (id === null ? [] : [{ id, index }]));
    const weights = this.spreadWeights(
      outputNames,
      used.map(({ index }) => index),
    );
    return used.map(({ id, index }) => {
      const output = outputNames[index]!;
      const loss = resolveLoss(id, yTrue[index] ?? null, yPred[index]!);
      const tracker = used.length > 1 ? new RunningMean(`${output}_loss`) : null;
      return { index, output, loss, weight: weights[index] ?? null, tracker };
    });
  }

  /** A list of weights may leave out the outputs without a loss. */
  private spreadWeights(
    outputNames: readonly string[],
    used: readonly number[],
  ): (number | null)[] {
    const { weights } = this;
    if (weights === null) return [];
    if (typeof weights === 'number') return outputNames.map(() => weights);
    if (Array.isArray(weights) && weights.length === used.length) {
      const list = weights as readonly number[];
      return outputNames.map((_, index) => list[used.indexOf(index)] ?? null);
    }
    return perOutput<number>('lossWeights', weights as readonly number[], outputNames);
  }

  resetState(): void {
    for (const tracker of this.trackers) tracker.resetState();
  }

  dispose(): void {
    for (const tracker of this.trackers) tracker.dispose();
  }
}

/** 'crossentropy' (or 'ce') is the one that suits the labels. */
function resolveLoss(id: LossIdentifier, yTrue: tf.Tensor | null, yPred: tf.Tensor): Loss {
  const isAny = typeof id === 'string' && /^(crossentropy|ce)$/i.test(id);
  return getLoss(isAny && yTrue ? CROSSENTROPIES[labelKind(yTrue, yPred)] : id);
}

/** Says which output a shape error is about. */
export function inOutput<T>(output: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ShapeError(`Output "${output}": ${error.message}`, { cause: error });
  }
}
