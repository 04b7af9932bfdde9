import { randomNormal, SeedGenerator } from '@ibexjs/core';
import { Layer, type CallArgs, type LayerOptions, type Shapes } from '@ibexjs/layers';
import * as tf from '@tensorflow/tfjs-core';

export interface SamplingOptions extends LayerOptions {
  /** Pixels of an image: the reconstruction loss is a mean over them, so the penalty is too. */
  pixels: number;
}

/**
 * A layer of one's own: draws a code z = mean + e^(logVariance / 2) · noise, and adds to the loss
 * how far the distribution is from the standard normal one,
 * KL = -½ Σ (1 + logVariance - mean² - e^logVariance), divided by the number of pixels.
 *
 * @see D. P. Kingma, M. Welling, "Auto-Encoding Variational Bayes" (2014)
 */
export class Sampling extends Layer {
  static override readonly className: string = 'Sampling';
  static override readonly optionKeys: readonly string[] = [...Layer.optionKeys, 'pixels'];

  readonly pixels: number;
  readonly seedGenerator = new SeedGenerator();

  constructor(options: SamplingOptions) {
    super(options);
    this.pixels = options.pixels;
  }

  override call(inputs: tf.Tensor[], { training }: CallArgs): tf.Tensor {
    const [mean, logVariance] = inputs as [tf.Tensor, tf.Tensor];
    const divergence = tf.mul(
      -0.5,
      tf.sum(tf.sub(tf.add(1, logVariance), tf.add(tf.square(mean), tf.exp(logVariance))), -1),
    );
    this.addLoss(tf.div(tf.mean(divergence), this.pixels));
    if (!training) return mean;
    const noise = randomNormal(mean.shape, 0, 1, this.seedGenerator);
    return tf.add(mean, tf.mul(tf.exp(tf.div(logVariance, 2)), noise));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape[0] as Shapes;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), pixels: this.pixels };
  }
}
