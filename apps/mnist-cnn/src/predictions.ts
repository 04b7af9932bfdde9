import type { Images } from '@ibexjs-apps/kit';

/** What the network said of one image. */
export interface Prediction {
  /** Which image. */
  index: number;
  /** The class that it shows, the one that was said, and how sure the network was of it. */
  actual: number;
  predicted: number;
  confidence: number;
}

/** The most probable class of every row of probabilities. */
export function readPredictions(
  probabilities: ArrayLike<number>,
  images: Images,
  classes: number,
): Prediction[] {
  return Array.from({ length: images.count }, (_, index) => {
    let predicted = 0;
    for (let c = 1; c < classes; c++) {
      if (probabilities[index * classes + c]! > probabilities[index * classes + predicted]!) {
        predicted = c;
      }
    }
    return {
      index,
      actual: images.labels[index]!,
      predicted,
      confidence: probabilities[index * classes + predicted]!,
    };
  });
}

/** The errors that the network was surest of. */
export function worstMistakes(predictions: readonly Prediction[], count: number): Prediction[] {
  return predictions
    .filter(({ actual, predicted }) => actual !== predicted)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, count);
}

/** One image, for drawing. */
export function pixelsOf({ edge, pixels }: Images, index: number) {
  const size = edge * edge;
  return { data: pixels.subarray(index * size, (index + 1) * size), width: edge, height: edge };
}
